// Where a repository's checks run: told by what it has, then by where it is pushed.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';

export const providers = ['github', 'gitlab', 'pre-commit'] as const;

export type Provider = (typeof providers)[number];

/** The services that run a repository's checks; none where nothing says it. `pre-commit` runs beside them, and is never guessed. */
export async function providersOf(root: FilePath, files: FileSystem): Promise<readonly Provider[]> {
  const found: Provider[] = [];
  if (await files.stat(resolvePath(root, '.github')) === 'directory') found.push('github');
  if (await files.stat(resolvePath(root, '.gitlab-ci.yml')) === 'file') found.push('gitlab');
  if (found.length > 0) return found;
  const remotes = [...(await files.readText(resolvePath(root, '.git/config')) ?? '').matchAll(/^\s*url\s*=\s*(\S+)/gm)].map(([, url]) => hostOf(url ?? ''));
  return (['github', 'gitlab'] as const).filter((provider) => remotes.some((host) => host.split('.').includes(provider)));
}

/** The host of `https://host/…`, `ssh://git@host/…` and `git@host:…`. */
function hostOf(url: string): string {
  return /^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/]+)/.exec(url)?.[1]?.toLowerCase() ?? '';
}

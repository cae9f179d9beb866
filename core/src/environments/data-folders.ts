// The folders that the engine would make as root's because they are mounted and not there yet (C10): whoever starts the
// environment makes them first, and they are that person's own.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';
import { isOfTheMachine } from '#core/rules/path-fixes.ts';

/** A mount as it is written, or with an absolute source. */
export interface MountText {
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/** Those that do not exist, each once. What is plainly a file, or lies elsewhere on the machine, is left alone. */
export async function missingFolders(directory: FilePath, mounts: readonly MountText[], files: FileSystem): Promise<readonly FilePath[]> {
  const wanted = mounts.flatMap(({ type, source, target }) => {
    const path = resolvePath(directory, source);
    return type === 'bind' && source !== '' && !isOfTheMachine(directory, source, path) && !namesFile(source, target) ? [path] : [];
  });
  const missing = await Promise.all([...new Set(wanted)].map(async (path) => (await files.stat(path) === undefined ? [path] : [])));
  return missing.flat();
}

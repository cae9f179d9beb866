// Whether git would take a file in. Git itself is asked where it is installed: it knows what is tracked already, and every
// place where files can be left out; else `.gitignore` files say it.

import { GitIgnore } from '#core/project/git-ignore.ts';
import { folderOf } from '#core/project/path.ts';
import type { FilePath } from '#core/outside.ts';
import type { GitState } from '#core/variables/plan.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { findExecutable } from '#host/process/find-executable.ts';
import { run } from '#host/process/run.ts';

/** Undefined outside of a repository. */
export async function gitState(path: FilePath): Promise<GitState> {
  const files = nodeFileSystem();
  const root = await rootOf(folderOf(path));
  if (root === undefined) return undefined;
  if (await findExecutable('git') !== undefined) {
    const ask = (args: readonly string[]): Promise<number> => run('git', ['-c', 'core.fsmonitor=false', ...args, '--', toOsPath(path)], { directory: root, timeLimit: 10_000 }).then(({ exitCode }) => exitCode);
    if (await ask(['ls-files', '--error-unmatch']) === 0) return { root, state: 'tracked' };
    const ignored = await ask(['check-ignore', '--quiet']);
    if (ignored === 0 || ignored === 1) return { root, state: ignored === 0 ? 'ignored' : 'open' };
  }
  return { root, state: await new GitIgnore(files).ignores(path) ? 'ignored' : 'open' };

  async function rootOf(folder: FilePath): Promise<FilePath | undefined> {
    if (await files.stat(folder === '/' ? '/.git' : `${folder}/.git`) !== undefined) return folder;
    return folderOf(folder) === folder ? undefined : rootOf(folderOf(folder));
  }
}

// Whether Git would take in the backups, which hold data and secrets, and the line that keeps them out.

import { appendFile } from 'node:fs/promises';
import type { FilePath } from '#core/outside.ts';
import { GitIgnore } from '#core/project/git-ignore.ts';
import { folderOf, isInside } from '#core/project/path.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

export interface GitAdvice {
  /** The `.gitignore` of the repository. */
  readonly file: FilePath;
  readonly line: string;
}

/** Undefined where the folder lies in no repository, or is left out already. */
export async function gitAdvice(folder: FilePath): Promise<GitAdvice | undefined> {
  const files = nodeFileSystem();
  for (let root = folderOf(folder); ; root = folderOf(root)) {
    if (await files.stat(`${root === '/' ? '' : root}/.git`) !== undefined) {
      // The folder's own file may leave out what lies in it.
      const ignore = new GitIgnore(files);
      const isIgnored = !isInside(root, folder) || await ignore.ignores(folder) || await ignore.ignores(`${folder}/backup`);
      return isIgnored ? undefined : { file: `${root === '/' ? '' : root}/.gitignore`, line: `/${folder.slice(root.length + 1)}/` };
    }
    if (folderOf(root) === root) return undefined;
  }
}

/** Adds the line at the end of the file, which is made where there is none. */
export async function leaveOut({ file, line }: GitAdvice): Promise<void> {
  const text = await nodeFileSystem().readText(file) ?? '';
  await appendFile(toOsPath(file), `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`);
}

// Makes folders that belong to whoever works in the project, also where root does the work for them.

import { chown, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/**
 * Makes the folders and those that they lie in. As root they get the owner of the nearest folder that was there.
 * @throws Failure `command-failed` where one cannot be made.
 */
export async function makeFolders(folders: readonly FilePath[]): Promise<void> {
  for (const folder of folders) {
    try {
      await makeFolder(toOsPath(folder));
    } catch (error) {
      if (error instanceof Error && 'code' in error) throw new Failure('command-failed', `the folder ${folder} cannot be made: ${error.message}`, { cause: error });
      throw error;
    }
  }
}

async function makeFolder(target: string): Promise<void> {
  const first = await mkdir(target, { recursive: true });
  if (first === undefined || process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(path.dirname(first));
  for (let made = target; made.length >= first.length; made = path.dirname(made)) await chown(made, uid, gid);
}

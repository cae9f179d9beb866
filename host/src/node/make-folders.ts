// Makes folders that belong to whoever works in the project, also where root does the work for them.

import { chown, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/**
 * Makes the folders and those that they lie in. As root they get the owner of the nearest folder that was there.
 * @throws what the system answers where one cannot be made.
 */
export async function makeFolders(folders: readonly FilePath[]): Promise<void> {
  for (const folder of folders) {
    const target = toOsPath(folder);
    const first = await mkdir(target, { recursive: true });
    if (first === undefined || process.getuid?.() !== 0) continue;
    const { uid, gid } = await stat(path.dirname(first));
    for (let made = target; made.length >= first.length; made = path.dirname(made)) await chown(made, uid, gid);
  }
}

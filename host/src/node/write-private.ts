// Writes a file that only its owner can read, wholly or not at all, also where the machine loses its power.

import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** Makes or replaces the file, and the folders that it lies in. @throws what the system answers; the old file is then as it was. */
export async function writePrivate(filePath: FilePath, text: string): Promise<void> {
  const target = toOsPath(filePath);
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = path.join(folder, `.${path.basename(target)}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, target);
    // The name is on the disk once its folder is; Windows cannot be asked for that.
    if (process.platform === 'win32') return;
    const directory = await open(folder, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } finally {
    await rm(partial, { force: true });
  }
}

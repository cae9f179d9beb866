// Writes a text in place of another one, wholly or not at all, and only where nobody has changed the file meanwhile.

import { chmod, chown, lstat, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** `changed`: the disk no longer holds, byte for byte, what was read. */
export type Replaced = 'written' | 'changed';

/**
 * Replaces a file's text. A byte order mark, the mode, the owner and links that lead to the file stay; the new text is on the disk
 * before it takes the old one's place. What is no UTF-8 counts as changed: its bytes could not be written back.
 * @throws what the system answers where it cannot be written; the file is then as it was.
 */
export async function replaceText(filePath: FilePath, before: string, after: string): Promise<Replaced> {
  const target = await realpath(toOsPath(filePath));
  const bytes = await readFile(target);
  const mark = bytes.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark : Buffer.alloc(0);
  if (!bytes.equals(Buffer.concat([mark, Buffer.from(before)]))) return 'changed';
  const { mode, uid, gid } = await stat(target);
  const partial = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.composure`);
  try {
    const file = await open(partial, 'wx', mode);
    try {
      await file.writeFile(Buffer.concat([mark, Buffer.from(after)]));
      await file.sync();
    } finally {
      await file.close();
    }
    const own = await lstat(partial);
    if (own.uid !== uid || own.gid !== gid) await chown(partial, uid, gid);
    await chmod(partial, mode);
    if (!bytes.equals(await readFile(target))) return 'changed';
    await rename(partial, target);
    return 'written';
  } finally {
    await rm(partial, { force: true });
  }
}

/** Whether a file holds just that text, after a byte order mark or without one. */
export async function holdsText(filePath: FilePath, text: string): Promise<boolean> {
  const bytes = await readFile(toOsPath(filePath));
  return (bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes).equals(Buffer.from(text));
}

/** Makes a file that is not there, and the folders that it lies in. `changed` where something is there by now. */
export async function createText(filePath: FilePath, text: string): Promise<Replaced> {
  const target = toOsPath(filePath);
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await writeFile(target, text, { flag: 'wx' });
    return 'written';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return 'changed';
    throw error;
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

// Has the disk hold the names of files before anybody relies on them.

import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** The names in a folder; Windows cannot be asked for that. */
export async function syncFolder(folder: FilePath): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(toOsPath(folder), 'r');
  try {
    await directory.sync();
  } catch (error) {
    // Some network shares know no such thing.
    if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP'))) throw error;
  } finally {
    await directory.close();
  }
}

/** The names in a folder and all below it. */
export async function syncTree(folder: FilePath): Promise<void> {
  const entries = await readdir(toOsPath(folder), { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await syncTree(path.posix.join(folder, entry.name));
  await syncFolder(folder);
}

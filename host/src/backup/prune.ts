// Removes backups that a policy does not keep. Each gets another name first, so that what a kill leaves is no backup; then
// its manifest goes, then the rest.

import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { manifestName } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { diskFailure } from '#host/archive/write-file.ts';
import { syncFolder } from '#host/backup/sync.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';

const goingPrefix = '.pruned-';

/** Removes the folder of a backup. @throws Failure where it cannot be removed. */
export async function removeBackup(folder: FilePath): Promise<void> {
  const parent = path.dirname(toOsPath(folder));
  const going = path.join(parent, `${goingPrefix}${path.basename(toOsPath(folder))}`);
  try {
    await rename(toOsPath(folder), going);
    await syncFolder(toFilePath(parent));
    await remove(going);
  } catch (error) {
    const told = diskFailure(error, folder);
    throw told instanceof Failure || !(told instanceof Error && 'code' in told) ? told : new Failure('command-failed', `${folder} cannot be removed: ${told.message}`, { cause: error });
  }
}

/** Removes what an earlier pruning began with and was killed. */
export async function finishPruning(folder: FilePath): Promise<void> {
  const names = await readdir(toOsPath(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) if (name.startsWith(goingPrefix)) await remove(path.join(toOsPath(folder), name));
}

async function remove(going: string): Promise<void> {
  await rm(path.join(going, manifestName), { force: true });
  await syncFolder(toFilePath(going));
  await rm(going, { recursive: true, force: true, maxRetries: 3 });
}

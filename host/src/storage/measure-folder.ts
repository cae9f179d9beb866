// How much a folder of this machine holds, as a backup counts it: the sizes of the files in it.

import { opendir, lstat } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import type { MeasuredFolder } from '#core/storage/report.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** Files that are looked at together. */
const atOnce = 64;

/**
 * A folder, or a single file. Links are not followed. `bytes` is undefined where something in it may not be read.
 * @throws the signal's reason when cancelled.
 */
export async function measureFolder(folder: FilePath, signal?: AbortSignal): Promise<MeasuredFolder> {
  const root = toOsPath(folder);
  try {
    const stat = await lstat(root);
    if (!stat.isDirectory()) return { path: folder, exists: true, bytes: stat.isFile() ? stat.size : 0 };
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return { path: folder, exists: false, bytes: undefined };
    if (isCode(error, 'EACCES', 'EPERM')) return { path: folder, exists: true, bytes: undefined };
    throw error;
  }
  try {
    return { path: folder, exists: true, bytes: await sizeIn(root, signal) };
  } catch (error) {
    if (isCode(error, 'EACCES', 'EPERM')) return { path: folder, exists: true, bytes: undefined };
    throw error;
  }
}

async function sizeIn(root: string, signal: AbortSignal | undefined): Promise<number> {
  let bytes = 0;
  let batch: string[] = [];
  const folders = [root];
  const measure = async (): Promise<void> => {
    signal?.throwIfAborted();
    for (const size of await Promise.all(batch.map(sizeOf))) bytes += size;
    batch = [];
  };
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opendir(folder).catch(unlessGone) ?? []) {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(at);
      else if (entry.isFile()) batch.push(at);
      if (batch.length >= atOnce) await measure();
    }
  }
  await measure();
  return bytes;
}

/** Whoever writes there may take a file away while it is looked for. */
async function sizeOf(file: string): Promise<number> {
  return (await lstat(file).catch(unlessGone))?.size ?? 0;
}

function unlessGone(error: unknown): undefined {
  if (!isCode(error, 'ENOENT', 'ENOTDIR')) throw error;
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

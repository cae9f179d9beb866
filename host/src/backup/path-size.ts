// How much a file or folder of this machine holds, as far as it may be read and a short while allows.

import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** Milliseconds that a walk may take: the figure is for progress and for a look at the room on the disk. */
const patience = 5_000;

/** Bytes of the files; undefined where that cannot be told, or not soon. */
export async function pathSize(of: FilePath, signal?: AbortSignal): Promise<number | undefined> {
  const deadline = Date.now() + patience;
  const sizeOf = async (entry: string): Promise<number> => {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new TooLarge();
    const stats = await lstat(entry);
    if (!stats.isDirectory()) return stats.isFile() ? stats.size : 0;
    let sum = 0;
    for await (const child of await opendir(entry)) sum += await sizeOf(path.join(entry, child.name));
    return sum;
  };
  try {
    return await sizeOf(toOsPath(of));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TooLarge || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  }
}

/** Thrown and caught within this file. */
class TooLarge extends Error {}

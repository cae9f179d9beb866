// How much room the disks have on which the engine and the project lie.

import { stat, statfs } from 'node:fs/promises';
import type { Disk } from '#core/doctor/facts.ts';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** One disk for both where both lie on it. Of a folder that may not be looked at nothing is said. */
export async function diskRoom(project: FilePath, engine: string | undefined): Promise<readonly Disk[]> {
  const own = await roomAt(toOsPath(project));
  const engines = engine === undefined ? undefined : await roomAt(engine);
  if (own !== undefined && own.device === engines?.device) return [{ what: 'both', free: own.free, total: own.total }];
  return [
    ...(engines === undefined ? [] : [{ what: 'engine' as const, free: engines.free, total: engines.total }]),
    ...(own === undefined ? [] : [{ what: 'project' as const, free: own.free, total: own.total }]),
  ];
}

async function roomAt(path: string): Promise<{ readonly device: number; readonly free: number; readonly total: number } | undefined> {
  try {
    const [{ dev }, { bavail, blocks, bsize }] = await Promise.all([stat(path), statfs(path)]);
    return { device: dev, free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

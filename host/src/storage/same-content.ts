// Whether a volume still holds what a backup of it does: its archive is read again and compared byte for byte by its digest.

import { watchIdle } from '#host/archive/idle.ts';
import { TarTap, type TarSums } from '#host/archive/read-tar.ts';
import type { HelperMount } from '#host/backup/helper-settings.ts';
import { withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Whether the volume reads as the archive of that digest did. @throws Failure as reading does. */
export async function hasContent(engine: Engine, volume: string, tarSha256: string, signal?: AbortSignal): Promise<boolean> {
  return (await sumsOf(engine, { kind: 'volume', name: volume }, signal)).tarSha256 === tarSha256;
}

/** Reads all of it through the engine, also what this user may not. @throws Failure as reading does. */
export async function sumsOf(engine: Engine, mount: HelperMount, signal?: AbortSignal): Promise<TarSums> {
  return withHelper(engine, mount, async (helper) => {
    const tap = new TarTap({ devices: true });
    for await (const _ of tap.through(watchIdle(await helper.read(signal), undefined, signal))) continue;
    return tap.sums();
  }, signal);
}

// Copies what is in one volume into an empty one, from helper to helper, and reads both afterwards: they are compared entry
// by entry, since no answer of the engine proves that all has arrived (A7, A9).

import { Readable } from 'node:stream';
import type { Progress } from '#core/backup/progress.ts';
import { Failure } from '#core/failure.ts';
import type { CopyPlan, NewVolume } from '#core/storage/plan-copy.ts';
import { watchIdle } from '#host/archive/idle.ts';
import { readEntries, TarTap, type TarSums } from '#host/archive/read-tar.ts';
import { withHelper, type VolumeHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askVolume } from '#host/storage/ask-storage.ts';
import { expectSame } from '#host/storage/compare-volumes.ts';
import { removeVolume } from '#host/storage/remove-volumes.ts';

export interface CopyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Makes the target where it is not there, and copies. What was made or written is taken away again where that fails or is
 * cancelled; the source is only read.
 * @throws Failure `command-failed` where the target holds anything, `not-restored` where the two differ afterwards.
 */
export async function copyVolume(engine: Engine, { from, to, make, bytes }: CopyPlan, { signal, onProgress }: CopyOptions = {}): Promise<TarSums> {
  if (make !== undefined) await makeVolume(engine, make, signal);
  const progressed = { isOwn: make !== undefined };
  try {
    return await withHelper(engine, { kind: 'volume', name: from }, (source) => withHelper(engine, { kind: 'volume', name: to }, async (target) => {
      if (!await target.isEmpty(signal)) {
        progressed.isOwn = make !== undefined && keepsFiles(make);
        throw notEmpty(to);
      }
      try {
        const tell = onProgress === undefined ? undefined : progressOf(`Copying ${from}`, bytes, onProgress);
        const tap = new TarTap({ devices: true });
        await target.write(Readable.from(tap.through(counted(watchIdle(await source.read(signal), undefined, signal), tell)), { objectMode: false }), signal);
        onProgress?.({ step: `Comparing ${to} with ${from}`, done: 0, total: bytes });
        await expectSame(source, target, signal);
        return tap.sums();
      } catch (error) {
        // A volume that was made for this goes as a whole.
        if (make === undefined || keepsFiles(make)) await emptied(target, to);
        throw error;
      }
    }, signal), signal);
  } catch (error) {
    const why = progressed.isOwn ? await removeVolume(engine, to) : undefined;
    if (why !== undefined) throw leftPart(to, why, error);
    throw error;
  }
}

/** Whether removing a volume leaves its files: it stands for a folder then (B3). */
export function keepsFiles({ options }: NewVolume): boolean {
  return options['device'] !== undefined;
}

/** What is there already stays as it is. */
export function notEmpty(name: string): Failure {
  return new Failure('command-failed', `${name} is not empty: nothing was copied`);
}

function leftPart(name: string, why: string, cause: unknown): Failure {
  return new Failure('not-restored', `the copy failed and left a part in ${name}: ${why}`, { cause });
}

async function emptied(target: VolumeHelper, name: string): Promise<void> {
  try {
    await target.empty([]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw leftPart(name, error.message, error);
  }
}

/**
 * The engine answers the making of a volume that exists with that one, whatever its labels are (A2): so it is looked for before,
 * and the labels are looked at afterwards.
 */
async function makeVolume(engine: Engine, { name, driver, options, labels }: NewVolume, signal: AbortSignal | undefined): Promise<void> {
  if (await askVolume(engine, name, signal) !== undefined) throw new Failure('volume-in-use', `somebody else has made ${name} meanwhile`);
  // Never cancelled half-way: the engine would make it all the same, and nobody would know of it.
  const made = await engine.ask(async (docker) => {
    await docker.createVolume({ Name: name, Driver: driver, DriverOpts: { ...options }, Labels: { ...labels } });
    return docker.getVolume(name).inspect();
  });
  if (Object.entries(labels).some(([label, value]) => made.Labels[label] !== value)) throw new Failure('volume-in-use', `somebody else has made ${name} meanwhile`);
}

/** The names of what lies in a volume, folders with a slash, in the engine's order. Of a large one only the beginning is looked at. */
export async function topEntries(engine: Engine, volume: string, signal?: AbortSignal, limit = 64 * 1024 * 1024): Promise<{ readonly names: readonly string[]; readonly complete: boolean }> {
  return withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
    const names = new Set<string>();
    let seen = 0;
    const source = watchIdle(await helper.read(signal), undefined, signal);
    for await (const batch of readEntries(counted(source, (length) => { seen += length; }))) {
      for (const { name, type } of batch) {
        const [, top, ...below] = name.split('/');
        if (top !== undefined) names.add(below.length > 0 || type === 'folder' ? `${top}/` : top);
      }
      if (seen > limit) return { names: [...names], complete: false };
    }
    return { names: [...names], complete: true };
  }, signal);
}

async function* counted(source: AsyncIterable<Buffer>, tell: ((length: number) => void) | undefined): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) {
    tell?.(chunk.length);
    yield chunk;
  }
}

/** Ten times a second at most. */
function progressOf(step: string, total: number | undefined, onProgress: (progress: Progress) => void): (length: number) => void {
  const began = Date.now();
  const state = { done: 0, told: 0 };
  return (length) => {
    state.done += length;
    const now = Date.now();
    if (now - state.told < 100) return;
    state.told = now;
    onProgress({ step, done: state.done, total, bytesPerSecond: Math.round(state.done / Math.max(1, now - began) * 1000) });
  };
}

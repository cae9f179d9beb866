// Compares what is in two volumes, entry by entry as the engine reads them: whether one holds the same as the other, or no more than
// what a copy that broke off has left.

import type { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import { watchIdle } from '#host/archive/idle.ts';
import { readEntries, type HashedEntry } from '#host/archive/read-tar.ts';
import { withHelper, type VolumeHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Whether two volumes hold the same. @throws Failure as the engine fails. */
export function holdSame(engine: Engine, one: string, other: string, signal?: AbortSignal): Promise<boolean> {
  return withBoth(engine, one, other, async (left, right) => {
    try {
      await expectSame(left, right, signal);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'not-restored') return false;
      throw error;
    }
  }, signal);
}

/** @throws Failure `not-restored` that names the first entry which differs. */
export async function expectSame(one: VolumeHelper, other: VolumeHelper, signal: AbortSignal | undefined): Promise<void> {
  for await (const [a, b] of pairs(one, other, signal)) {
    if (a === undefined || b === undefined || essence(a) !== essence(b)) throw new Failure('not-restored', `${(a ?? b)?.name ?? ''} is not the same in both volumes`);
  }
}

/**
 * What in a volume no copy of another one has put there, however early it broke off; undefined where there is nothing. The engine
 * writes an archive in the order in which it reads one, the last file perhaps in part, and the times of folders at the end.
 * @throws Failure as the engine fails.
 */
export function foreignEntry(engine: Engine, from: string, to: string, signal?: AbortSignal): Promise<string | undefined> {
  return withBoth(engine, from, to, async (source, target) => {
    let last: string | undefined;
    for await (const [a, b] of pairs(source, target, signal)) {
      if (b === undefined) return undefined;
      // Something came after what is not whole.
      if (last !== undefined) return last;
      if (a === undefined || a.name !== b.name || a.type !== b.type) return b.name;
      if (essence(a, b.type === 'folder') === essence(b, b.type === 'folder')) continue;
      if (b.type === 'file' && (b.size > a.size || (b.size === a.size && b.sha256 !== a.sha256))) return b.name;
      last = b.name;
    }
    return undefined;
  }, signal);
}

function withBoth<Answer>(engine: Engine, one: string, other: string, work: (one: VolumeHelper, other: VolumeHelper) => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  return withHelper(engine, { kind: 'volume', name: one }, (left) => withHelper(engine, { kind: 'volume', name: other }, (right) => work(left, right), signal), signal);
}

/** The entries of both by their place in the order; undefined for one that has come to its end. */
async function* pairs(one: VolumeHelper, other: VolumeHelper, signal: AbortSignal | undefined): AsyncGenerator<readonly [HashedEntry | undefined, HashedEntry | undefined], void, undefined> {
  const [left, right] = [entriesOf(await one.read(signal), signal), entriesOf(await other.read(signal), signal)];
  try {
    for (;;) {
      const [a, b] = (await Promise.all([left.next(), right.next()])).map(({ done, value }) => (done === true ? undefined : value));
      if (a === undefined && b === undefined) return;
      yield [a, b];
    }
  } finally {
    await Promise.all([left.return(), right.return()]);
  }
}

async function* entriesOf(source: Readable, signal: AbortSignal | undefined): AsyncGenerator<HashedEntry, void, undefined> {
  for await (const batch of readEntries(watchIdle(source, undefined, signal))) yield* batch;
}

/** What the engine keeps of an entry (A4). */
function essence({ name, type, size, mode, uid, gid, mtime, link, major, minor, sha256 }: HashedEntry, exceptTime = false): string {
  return JSON.stringify([name, type, size, mode, uid, gid, exceptTime ? 0 : Math.floor(mtime), link, major, minor, sha256]);
}

// Compares two archives entry by entry, while both stream: proof that a volume holds what its backup holds. Nothing is held
// but what has not met its twin yet, so memory is flat as long as both come in about the same order, which an engine's do.

import type { TarEntry } from '#core/backup/entry-rules.ts';
import { shown } from '#core/backup/entry-rules.ts';
import type { HashedEntry } from '#host/archive/read-tar.ts';
import { readEntries } from '#host/archive/read-tar.ts';

/** Differences that are told; that there are more is enough to know. */
const toldAtMost = 5;

/**
 * What differs, each in a sentence; none where both hold the same: names, kinds, sizes, permissions, owners, times to the
 * second, links, devices, attributes and content.
 * @param isMeant only entries of these names; all if left out
 * @throws Failure `backup-damaged` where one of them is no whole archive; what a stream fails with.
 */
export async function compareArchives(wanted: AsyncIterable<Buffer>, found: AsyncIterable<Buffer>, isMeant: (name: string) => boolean = () => true): Promise<readonly string[]> {
  const sides = [new Side(wanted, isMeant), new Side(found, isMeant)] as const;
  const differences: string[] = [];
  try {
    for (;;) {
      const [first, second] = sides;
      // The one that is behind goes on, so that both come to the same place.
      const [next, other] = second.ended || (!first.ended && first.taken <= second.taken) ? [first, second] : [second, first];
      if (next.ended) break;
      for (const entry of await next.take()) {
        const twin = other.waiting.get(entry.name);
        if (twin === undefined) {
          next.waiting.set(entry.name, entry);
          continue;
        }
        other.waiting.delete(entry.name);
        const said = next === first ? difference(entry, twin) : difference(twin, entry);
        if (said !== undefined) differences.push(`${shown(entry.name)} ${said}`);
      }
      if (differences.length > toldAtMost) break;
    }
  } finally {
    for (const side of sides) await side.close();
  }
  const [{ waiting: missing }, { waiting: extra }] = sides;
  if (differences.length <= toldAtMost) {
    differences.push(...[...missing.keys()].slice(0, toldAtMost).map((name) => `${shown(name)} is missing`));
    differences.push(...[...extra.keys()].slice(0, toldAtMost).map((name) => `${shown(name)} is there and should not be`));
  }
  return differences.slice(0, toldAtMost);
}

class Side {
  readonly waiting = new Map<string, HashedEntry>();
  taken = 0;
  ended = false;
  readonly #batches: AsyncGenerator<readonly HashedEntry[], void, undefined>;
  readonly #isMeant: (name: string) => boolean;

  constructor(source: AsyncIterable<Buffer>, isMeant: (name: string) => boolean) {
    this.#batches = readEntries(source);
    this.#isMeant = isMeant;
  }

  async take(): Promise<readonly HashedEntry[]> {
    const { done, value } = await this.#batches.next();
    if (done === true) {
      this.ended = true;
      return [];
    }
    this.taken += value.length;
    return value.filter(({ name }) => this.#isMeant(name));
  }

  async close(): Promise<void> {
    await this.#batches.return();
  }
}

function difference(wanted: HashedEntry, found: HashedEntry): string | undefined {
  if (wanted.type !== found.type) return `is a ${found.type} instead of a ${wanted.type}`;
  for (const key of ['size', 'uid', 'gid', 'major', 'minor'] as const) if (wanted[key] !== found[key]) return `has ${key} ${found[key]} instead of ${wanted[key]}`;
  if (wanted.mode !== found.mode) return `has mode ${found.mode.toString(8)} instead of ${wanted.mode.toString(8)}`;
  if (Math.floor(wanted.mtime) !== Math.floor(found.mtime)) return `has the time ${found.mtime} instead of ${wanted.mtime}`;
  if (wanted.link !== found.link) return `leads to ${shown(found.link)} instead of ${shown(wanted.link)}`;
  if (wanted.sha256 !== found.sha256) return 'has other content';
  return attributesDiffer(wanted, found) ? 'has other extended attributes' : undefined;
}

function attributesDiffer({ attributes: wanted }: TarEntry, { attributes: found }: TarEntry): boolean {
  return wanted.size !== found.size || [...wanted].some(([key, value]) => found.get(key) !== value);
}

// How much one file may hold. Compose refuses what goes over these limits, and whatever walks a tree relies on them:
// trees share nodes by alias, so a few lines of aliases to aliases can mean more values than any machine can visit.

import type { YamlNode } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

/** Values of one document, each alias as one: compose-go, "exceeds maximum node visit limit" (loader/reset.go). */
export const visitLimit = 100_000;

/** Values of one file with every alias written out, up to which nobody counts aliases. */
export const expandedLimit = 400_000;

/** The share of aliases that go-yaml refuses ("excessive aliasing"): nearly all at the limit, less the more it is (decode.go, allowedAliasRatio). */
function isExcessive(values: number, expanded: number): boolean {
  if (expanded <= expandedLimit) return false;
  return (expanded - values) / expanded > 0.99 - 0.89 * Math.min(1, (expanded - expandedLimit) / 3_600_000);
}

/** A node that an alias can stand for. */
export interface Anchor {
  readonly node: YamlNode;
  /** How many values it is with every alias written out. */
  readonly weight: number;
  /** How many levels it is deep with every alias written out. */
  readonly height: number;
}

/** What the segments of a file that were read so far hold together. */
export interface Total {
  /** Of the document that is being read. */
  visits: number;
  /** Values as they are written. */
  values: number;
  /** Values with every alias written out. */
  weight: number;
  /** True once an alias was refused: one problem is enough. */
  refused: boolean;
}

/** Documents of one file. Compose has no such limit and nobody has such a file. */
export const documentLimit = 1_000;

/** Breaks in one file: with more it is no YAML but something else, and what is left of it says nothing. */
export const breakLimit = 200;

/** Thrown where a file goes over a limit: nothing of it is kept, as Compose keeps nothing. It never leaves the YAML reader. */
export class OverLimit extends Error {
  /** Where the limit is passed; undefined where what was said of the file until then is enough. */
  readonly span: Span | undefined;

  constructor(message: string, span?: Span) {
    super(message);
    this.span = span;
  }
}

/** The limit that Compose has itself. */
export function tooManyValues(at: number): OverLimit {
  return new OverLimit(`More than ${visitLimit.toLocaleString('en')} values in one file: Compose refuses it`, [at, at + 1]);
}

/** What one segment holds, counted while it is built. */
export class Count {
  visits = 0;
  values = 0;
  weight = 0;
  /** The deepest level that was met, for the height of an anchor. */
  deepest = 0;
  refused = false;
  readonly #before: Total;

  constructor(before: Total) {
    this.#before = before;
  }

  /** Counts a value. @throws OverLimit */
  value(at: number): void {
    this.visits += 1;
    this.values += 1;
    this.weight += 1;
    if (this.#before.visits + this.visits > visitLimit || this.#before.values + this.values > expandedLimit) throw tooManyValues(at);
  }

  /** Counts what an alias stands for beyond its own value; false where that is too much. */
  alias({ weight }: Anchor): boolean {
    if (isExcessive(this.#before.values + this.values, this.#before.weight + this.weight + weight)) return false;
    this.weight += weight;
    return true;
  }

  /** Marks the segment as one with a refused alias; true for the first one of the file. */
  refuse(): boolean {
    const isFirst = !this.#before.refused && !this.refused;
    this.refused = true;
    return isFirst;
  }

  /** Another document begins: the limit of visits is a document's. */
  document(): void {
    this.visits = 0;
  }

  /** Whether all of this may stand behind what a file holds already, without counting it value by value. */
  fitsBehind({ visits, values, weight }: Total): boolean {
    return !this.refused && visits + this.visits <= visitLimit && values + this.values <= expandedLimit && weight + this.weight <= expandedLimit;
  }

  /** Forgets all: the segment is read again in another way. */
  reset(): void {
    this.visits = 0;
    this.values = 0;
    this.weight = 0;
    this.deepest = 0;
    this.refused = false;
  }
}

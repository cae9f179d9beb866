// A project while it is made: trees that become compose files, and texts that stay as they are.

import type { Random } from '../../support/random.ts';
import type { Value } from './yaml-text.ts';

/** A mapping that may still be changed. */
export interface Tree { [key: string]: Value }

export interface Draft {
  readonly random: Random;
  /** True where nothing may be wrong but what is put in on purpose. */
  readonly calm: boolean;
  /** Compose files by path, in the order of `-f`; several documents of one file merge like files. */
  readonly compose: Map<string, Tree[]>;
  /** Compose files that others bring in. */
  readonly brought: Map<string, Tree[]>;
  /** Everything else by path. */
  readonly texts: Map<string, string>;
  /** What the project's `.env` sets. */
  readonly variables: Map<string, string>;
  /** True where `-f` names the files, false where Compose finds them by itself. */
  named: boolean;
  profiles: string[];
}

/** One in so many. */
export function oneIn(random: Random, count: number): boolean {
  return random.below(count) === 0;
}

/** Some of these, in their order, at least one. */
export function some<T>(random: Random, from: readonly T[], most = 3): readonly T[] {
  const count = 1 + random.below(Math.min(most, from.length));
  const left = from.map((each, index) => [random.below(1000), index, each] as const).toSorted((a, b) => a[0] - b[0]).slice(0, count);
  return left.toSorted((a, b) => a[1] - b[1]).map(([, , each]) => each);
}

/** The tree of a mapping's key, made where it is missing. */
export function treeAt(tree: Tree, key: string): Tree {
  const known = tree[key];
  if (typeof known === 'object' && known !== null && !Array.isArray(known)) return known as Tree;
  const made: Tree = {};
  tree[key] = made;
  return made;
}

/** A list at a mapping's key, made where it is missing or has another form. */
export function addTo(tree: Tree, key: string, ...items: readonly Value[]): void {
  const known = tree[key];
  tree[key] = [...(Array.isArray(known) ? known as readonly Value[] : []), ...items];
}

// A place that an answer about names leads to.

import type { FilePath } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** A place in a file. */
export interface Target {
  readonly file: FilePath;
  readonly span: Span;
}

/** Several environments mean the same place. */
export function distinct<T extends Target>(targets: readonly T[]): readonly T[] {
  return [...new Map(targets.map((each) => [`${each.file} ${each.span[0]}`, each])).values()];
}

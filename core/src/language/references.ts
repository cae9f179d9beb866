// Every place that speaks of one thing.

import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';

/** The mentions of what stands at a mention, file by file. A path has none but its own; for a build stage see stages.ts. */
export function referencesOf(names: Names, mention: Mention, withDefinitions: boolean): readonly Mention[] {
  return names.group(mention).filter(({ role }) => withDefinitions || role === 'use');
}

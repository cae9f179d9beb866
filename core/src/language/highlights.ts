// The places of one file that mean the same as what stands at the cursor.

import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';

/** The mentions within the mention's own file. */
export function highlightsOf(names: Names, mention: Mention): readonly Mention[] {
  return names.group(mention).filter(({ file }) => file === mention.file);
}

// Where a variable stands in a value whose parts have no places of their own: a block scalar, or quotes with escapes.

import type { Project } from '#core/compose/model.ts';
import type { Located } from '#core/yaml/span.ts';

/** The places of a `${…}` in the text of its value, all of them where it stands there several times; `at` itself where it is exact. */
export function variablePlaces({ files }: Project, at: Located<unknown>): readonly Located<unknown>[] {
  const written = String(at.value);
  const [start, end] = at.span;
  const text = files.find(({ file }) => file === at.file)?.text.slice(start, end) ?? '';
  if (!written.startsWith('$') || text === written) return [at];
  const places: Located<unknown>[] = [];
  for (let from = text.indexOf(written); from !== -1; from = text.indexOf(written, from + written.length)) {
    const dollars = /\$*$/.exec(text.slice(0, from))?.[0].length ?? 0;
    const runsOn = !written.startsWith('${') && /^\w/.test(text.slice(from + written.length));
    if (dollars % 2 === 0 && !runsOn) places.push({ value: written, file: at.file, span: [start + from, start + from + written.length] });
  }
  return places;
}

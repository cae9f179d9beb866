// What a selection grows through: the word of a short syntax, the text without its quotes, the value, its entry, and
// so on to the whole file.

import type { YamlNode } from '#core/yaml/node.ts';
import { pathTo } from '#core/yaml/patch.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** The spans around an offset, the smallest first; each lies within the next. */
export function selectionsAt(file: YamlFile, offset: number): readonly Span[] {
  const path = pathTo(file, [offset, offset]);
  const spans: Span[] = [[0, file.text.length]];
  for (const [depth, node] of path.entries()) {
    const parent = path[depth - 1];
    if (parent?.kind === 'mapping') spans.push(...entryAround(parent, node));
    spans.push(writtenAt(file.text, node));
  }
  const last = path.at(-1);
  if (last?.kind === 'scalar' && last.alias === undefined) spans.push(...within(file.text, writtenAt(file.text, last), offset));
  return nested(spans, offset);
}

function entryAround(parent: Extract<YamlNode, { kind: 'mapping' }>, node: YamlNode): readonly Span[] {
  const entry = parent.entries.find(({ key, value }) => key === node || value === node);
  return entry === undefined ? [] : [[entry.key.span[0], Math.max(entry.key.span[1], (entry.value.alias ?? entry.value.span)[1])]];
}

function writtenAt(text: string, node: YamlNode): Span {
  const [start, end] = node.alias ?? node.span;
  return [start, start + text.slice(start, end).trimEnd().length];
}

/** The text in its quotes, and the part of it between two signs that short syntaxes part by. */
function within(text: string, [start, end]: Span, offset: number): readonly Span[] {
  const quoted = /^(["'])[^]*\1$/.test(text.slice(start, end)) && end - start > 1;
  const inner: Span = quoted ? [start + 1, end - 1] : [start, end];
  let from = offset;
  let to = offset;
  while (from > inner[0] && isWord(text.charAt(from - 1))) from -= 1;
  while (to < inner[1] && isWord(text.charAt(to))) to += 1;
  return from === to ? [inner] : [inner, [from, to]];
}

function isWord(character: string): boolean {
  return !/[\s:=,@${}]/.test(character);
}

/** From the outermost inwards only what really lies within; then turned round. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const outer = kept.at(-1);
    const isWithin = span[0] <= offset && offset <= span[1] && (outer === undefined || span[0] >= outer[0] && span[1] <= outer[1]);
    if (isWithin && (outer === undefined || span[0] !== outer[0] || span[1] !== outer[1])) kept.push(span);
  }
  return kept.toReversed();
}

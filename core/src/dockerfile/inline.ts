// A Dockerfile that stands in a compose file: the same as any other, with the places of its words in that file.

import { readDockerfile, type Dockerfile } from '#core/dockerfile/read.ts';
import type { Place } from '#core/dockerfile/lines.ts';
import { part, type Span, type Text } from '#core/yaml/span.ts';

/**
 * Reads `dockerfile_inline`. `source` is the text of the file that holds it: in a block scalar, every word has its place
 * where the text allows. Undefined where a variable without a value stands in it.
 */
export function readInlineDockerfile(inline: Text, source: string): Dockerfile | undefined {
  if (inline.unresolved.length > 0) return undefined;
  const place = inline.pieces === undefined ? placeInBlock(inline, source) : (from: number, to: number): Span => part(inline, from, to).span;
  return readDockerfile(inline.file, inline.value, place);
}

function placeInBlock({ value, span }: Text, source: string): Place {
  const header = source.indexOf('\n', span[0]);
  const whole: Span = [span[0], Math.min(header === -1 ? span[1] : header, span[1])];
  if (header === -1 || source.charAt(span[0]) !== '|') return () => whole;
  // Each line of the value is a line of the file, without its indentation.
  const written: Span[] = [];
  for (let at = header + 1; at < source.length && at <= span[1]; at += 1) {
    const end = source.indexOf('\n', at);
    written.push([at, end === -1 ? source.length : end]);
    at = end === -1 ? source.length : end;
  }
  const starts = [0];
  for (let at = value.indexOf('\n'); at !== -1; at = value.indexOf('\n', at + 1)) starts.push(at + 1);
  const firstText = written.map(([from, to]) => source.slice(from, to)).find((line) => line.trim() !== '') ?? '';
  const indent = (/^ */.exec(firstText)?.[0].length ?? 0) - (/^ */.exec(value.split('\n').find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0);
  return (from, to) => {
    const line = lastAtOrBefore(starts, from);
    const own = written[line];
    if (own === undefined) return whole;
    const text = source.slice(own[0] + indent, own[1]).replace(/\r$/, '');
    const start = starts[line] ?? 0;
    const said = value.slice(start, (starts[line + 1] ?? value.length + 1) - 1);
    const at = (offset: number): Span => [own[0] + indent + offset, own[0] + indent + offset + to - from];
    if (text === said) return at(from - start);
    // A variable of Compose's stands in the line: the word is where it is found as many times as in the value.
    const word = value.slice(from, to);
    for (const spelt of [word.replaceAll('$', '$$$$'), word]) {
      const [inText, inSaid] = [text.split(spelt), said.split(word)];
      if (spelt === '' || inText.length !== inSaid.length) continue;
      const before = said.slice(0, from - start).split(word).length;
      const offset = inText.slice(0, before).join(spelt).length;
      return [own[0] + indent + offset, own[0] + indent + offset + spelt.length];
    }
    return [own[0] + indent, own[0] + indent + text.length];
  };
}

function lastAtOrBefore(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

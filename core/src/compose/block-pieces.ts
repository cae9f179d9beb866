// Where the lines of a block scalar stand in the text of its file: a command of many lines is underlined at a word.

import type { Piece, Text } from '#core/yaml/span.ts';
import { within } from '#core/yaml/span.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** The text with a place for each of its lines, where it is a literal block; the same text otherwise. */
export function inBlock(text: Text, files: readonly YamlFile[]): Text {
  if (text.pieces !== undefined || !text.value.includes('\n')) return text;
  const [start, end] = text.span;
  const written = files.find(({ file }) => file === text.file)?.text.slice(start, end) ?? '';
  if (!written.startsWith('|')) return text;
  const pieces: Piece[] = [];
  let place = written.indexOf('\n') + 1;
  let from = 0;
  for (const line of text.value.split('\n')) {
    const at = written.indexOf(line, place);
    const to = from + line.length;
    // A line with a variable in it says something else than what is written.
    if (at === -1) pieces.push({ from, to: to + 1, span: text.span, verbatim: false });
    else {
      place = at + line.length;
      pieces.push({ from, to, span: within(text.span, at, place), verbatim: true }, { from: to, to: to + 1, span: within(text.span, place, place), verbatim: false });
    }
    from = to + 1;
  }
  return { ...text, pieces };
}

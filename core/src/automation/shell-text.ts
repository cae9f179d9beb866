// The shell text that a YAML value holds, and where each of its characters stands in the file. A block scalar's text is
// indented in the file, so that its places have to be worked out line by line.

import type { Scalar } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

export interface ShellText {
  readonly text: string;
  /** Where a part of the text stands in the file; undefined where the file does not hold it character by character. */
  placeOf(span: Span): Span | undefined;
}

/** Reads the text of a scalar in a file whose text is given. */
export function shellText(scalar: Scalar, source: string): ShellText {
  if (scalar.style === 'block') return blockText(source.slice(scalar.span[0], scalar.span[1]), scalar.span[0]);
  const { value, pieces, span } = scalar.text;
  const isVerbatim = pieces !== undefined && pieces.every(({ verbatim }) => verbatim) && span[1] - span[0] === value.length;
  return { text: value, placeOf: ([from, to]) => (isVerbatim ? [span[0] + from, span[0] + to] : undefined) };
}

/** `|` keeps line breaks; `>` makes spaces of them, which are as long. */
function blockText(raw: string, base: number): ShellText {
  const [header = '', ...lines] = raw.split('\n');
  const folded = header.trimStart().startsWith('>');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const indent = first.length - first.trimStart().length;
  const starts: { readonly text: number; readonly file: number }[] = [];
  let text = '';
  let file = base + header.length + 1;
  for (const line of lines) {
    const own = line.slice(Math.min(indent, line.length - line.trimStart().length));
    const isBreak = !folded || own.trim() === '' || /^\s/.test(own) || text.endsWith('\n') || text === '';
    if (text !== '') text += isBreak ? '\n' : ' ';
    starts.push({ text: text.length, file: file + line.length - own.length });
    text += own;
    file += line.length + 1;
  }
  const at = (offset: number): number | undefined => {
    const line = starts.findLast((each) => each.text <= offset);
    return line && line.file + offset - line.text;
  };
  return {
    text,
    placeOf: ([from, to]) => {
      const [start, end] = [at(from), at(to)];
      return start === undefined || end === undefined || end - start !== to - from ? undefined : [start, end];
    },
  };
}

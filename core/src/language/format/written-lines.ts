// How the lines of a file hang together, as its tree tells: which of them begin something, which go on with it, and where the
// blanks around a colon stand.

import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** One line without its end. */
export interface WrittenLine {
  readonly text: string;
  /** `\n`, `\r\n`, or nothing at the end of the file. */
  readonly end: string;
  /** True for a line that goes on with a quoted text, a plain one or a collection in brackets. */
  readonly continues: boolean;
  /** Where `|` or `>` stands that begins a block of text. */
  readonly header: number | undefined;
  /** Blanks around the colons of keys: from, to, and what belongs there. */
  readonly gaps: readonly (readonly [from: number, to: number, text: string])[];
}

/** The lines of a file that could be read. */
export function writtenLines({ text, documents }: YamlFile): readonly WrittenLine[] {
  const starts = lineStarts(text);
  const continues = new Set<number>();
  const headers = new Map<number, number>();
  const gaps = new Map<number, [number, number, string][]>();
  const visit = (node: YamlNode, inFlow: boolean): void => {
    if (node.alias !== undefined) return;
    const [from, to] = node.span;
    const line = lineOf(starts, from);
    if (node.kind === 'scalar' && node.style === 'block') headers.set(line, from - (starts[line] ?? 0));
    else if (node.kind === 'scalar' || node.flow) for (let next = line + 1; (starts[next] ?? Infinity) < to; next += 1) continues.add(next);
    if (node.kind === 'sequence') for (const item of node.items) visit(item, inFlow || node.flow);
    if (node.kind !== 'mapping') return;
    for (const { key, value, merged } of node.entries) {
      if (merged !== undefined || key.alias !== undefined) continue;
      if (!inFlow && !node.flow) addGaps(key.span[1]);
      visit(value, inFlow || node.flow);
    }
  };
  const addGaps = (keyEnd: number): void => {
    const line = lineOf(starts, keyEnd);
    const start = starts[line] ?? 0;
    const found = /^([ \t]*):([ \t]+)?/.exec(text.slice(keyEnd, starts[line + 1]));
    if (found === null) return;
    const [whole, before = '', after = ''] = found;
    const list = gaps.get(line) ?? [];
    const behind = keyEnd + whole.length;
    if (before !== '') list.push([keyEnd - start, keyEnd - start + before.length, '']);
    // In front of a comment, and of a line's end, they are no matter of the colon.
    if (after.length > 0 && after !== ' ' && !/[#\r\n]/.test(text.charAt(behind)) && behind < text.length) list.push([behind - start - after.length, behind - start, ' ']);
    gaps.set(line, list);
  };
  for (const document of documents) if (document !== undefined) visit(document, false);
  return starts.map((start, index): WrittenLine => {
    const whole = text.slice(start, starts[index + 1]);
    const [end = ''] = /\r?\n$/.exec(whole) ?? [];
    return { text: whole.slice(0, whole.length - end.length), end, continues: continues.has(index), header: headers.get(index), gaps: gaps.get(index) ?? [] };
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts.at(-1) === text.length && starts.length > 1) starts.pop();
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

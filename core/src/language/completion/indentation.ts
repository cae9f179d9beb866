// How a file is indented, and snippets in its way.

import type { WrittenLines } from '#core/language/completion/written-lines.ts';

/** The steps in which a file is indented. */
export interface Indentation {
  readonly step: number;
  /** Whether the dashes of a list stand below the first letter of its key. */
  readonly flatLists: boolean;
}

/** Lines that are looked at, and lists that are enough: a file has one way. */
const lineLimit = 500;
const listLimit = 12;

/** The way of a file; two blanks and indented lists where nothing can be told. */
export function indentationOf(lines: WrittenLines): Indentation {
  let step: number | undefined;
  let flat = 0;
  let deep = 0;
  let key: number | undefined;
  for (let index = 0; index < Math.min(lines.count, lineLimit) && flat + deep < listLimit; index += 1) {
    const line = lines.line(index);
    if (line === undefined) continue;
    if (line.dashes.length === 0 && line.indent > 0 && key === 0) step ??= line.indent;
    if (key !== undefined && line.dashes[0] === key) flat += 1;
    else if (key !== undefined && (line.dashes[0] ?? -1) > key) deep += 1;
    key = line.key !== undefined && line.value === '' ? line.column : undefined;
  }
  return { step: step === undefined || step > 8 ? 2 : step, flatLists: flat > deep };
}

/** A snippet, which is written in steps of two, in the way of a file. What belongs to a dash stays two further in. */
export function reindented(snippet: string, { step, flatLists }: Indentation, isItem: boolean): string {
  if (step === 2 && !flatLists) return snippet;
  const [first = '', ...rest] = snippet.split('\n');
  const columns = new Map([[0, 0]]);
  if (isItem || first.startsWith('- ')) columns.set(2, 2);
  const lines = rest.map((line) => {
    const content = line.trimStart();
    const indent = line.length - content.length;
    for (const known of columns.keys()) if (known > indent) columns.delete(known);
    const parent = Math.max(...[...columns.keys()].filter((known) => known < indent), 0);
    const above = columns.get(parent) ?? 0;
    const column = columns.get(indent) ?? (flatLists && content.startsWith('- ') ? above : above + step);
    columns.set(indent, column);
    if (content.startsWith('- ')) columns.set(indent + 2, column + 2);
    return ' '.repeat(column) + content;
  });
  return [first, ...lines].join('\n');
}

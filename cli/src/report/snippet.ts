// A line of a file with a part of it underlined, cut to the width of the terminal.

import { columnsOf, visible } from '#cli/report/display-text.ts';

/** What stands before the part, the part itself, and what follows it: each as it is shown. */
export interface Snippet {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** How many columns stand left of the part, and how many it takes: at least one. */
  readonly column: number;
  readonly width: number;
}

const tabWidth = 2;
const cut = '…';

/** The line around the characters from `start` to `end`. What does not fit is cut, the marked part last. */
export function snippetOf(line: string, start: number, end: number, limit: number): Snippet {
  const shown = (text: string): string => visible(text.replaceAll('\t', ' '.repeat(tabWidth)));
  const parts = [line.slice(0, start), line.slice(start, end), line.slice(end)].map(shown);
  const [before = '', marked = '', after = ''] = parts;
  const kept = first(marked, limit);
  const room = limit - widthOf(kept);
  const left = last(before, Math.max(room - Math.min(widthOf(after), Math.floor(room / 3)), 0));
  const right = first(after, room - widthOf(left));
  return { before: left, marked: kept, after: right, column: widthOf(left), width: Math.max(widthOf(kept), 1) };
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** As much of the beginning as fits. */
function first(text: string, limit: number): string {
  if (widthOf(text) <= limit) return text;
  let kept = '';
  let width = 1;
  for (const character of text) {
    width += columnsOf(character);
    if (width > limit) break;
    kept += character;
  }
  return limit < 1 ? '' : kept + cut;
}

/** As much of the end as fits. */
function last(text: string, limit: number): string {
  if (widthOf(text) <= limit) return text;
  const characters = Array.from(text);
  let kept = '';
  let width = 1;
  for (const character of characters.toReversed()) {
    width += columnsOf(character);
    if (width > limit) break;
    kept = character + kept;
  }
  return limit < 1 ? '' : cut + kept;
}

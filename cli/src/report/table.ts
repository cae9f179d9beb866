// Tables as wide as the terminal: a row that does not fit is told in lines of its own, one for each cell.

import { columns, padded, visible, wrapped } from '#cli/report/display-text.ts';

/** Rows below headings; as a list of `heading  cell` lines for each row where the table is wider than the terminal. */
export function tableText(headings: readonly string[], rows: readonly (readonly string[])[], width: number | undefined): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = headings.map((heading, column) => Math.max(columns(heading), ...shown.map((row) => columns(row[column] ?? ''))));
  const line = (row: readonly string[]): string => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ').trimEnd();
  if (width === undefined || widths.reduce((sum, each) => sum + each + 2, -2) <= width) return [headings, ...shown].map((row) => `${line(row)}\n`).join('');
  return shown.map((row) => listText(headings, row, width)).join('\n');
}

/** The first cell is the title of the others. */
function listText(headings: readonly string[], [title = '', ...cells]: readonly string[], width: number): string {
  const indent = Math.max(...headings.slice(1).map(columns)) + 4;
  return `${title}\n${cells.map((cell, index) => (cell === '' ? '' : `  ${padded(headings[index + 1] ?? '', indent - 4)}  ${wrapped(cell, Math.max(width - indent, 20)).join(`\n${' '.repeat(indent)}`)}\n`)).join('')}`;
}

// What a modal dialog says below its question. A dialog wraps its lines, and the indent of a list is lost where one does.

/** The lines of a plan; what is listed in it, indented in a terminal, gets a bullet. */
export function dialogText(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/^ {2}(?=\S)/, '• ')).join('\n');
}

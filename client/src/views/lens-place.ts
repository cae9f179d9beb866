// Where the lens of a service belongs in the text as it is now: the server's places are those of the last check, and a name that
// was changed since is no longer the name of what the lens speaks of.

/** The lines of a text. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/** Lines that somebody may have put in or taken out since the last check. */
const reach = 200;

/** The line nearest to `line` that has the key `name` at a column; undefined where there is none. */
export function lineOfKey(lines: Lines, name: string, line: number, column: number): number | undefined {
  const isThere = (at: number): boolean => {
    if (at < 0 || at >= lines.lineCount) return false;
    const { text } = lines.lineAt(at);
    const quote = text.charAt(column) === '"' || text.charAt(column) === '\'' ? text.charAt(column) : '';
    return text.startsWith(quote + name + quote, column) && /^[ \t]*(?::|$)/.test(text.slice(column + name.length + 2 * quote.length));
  };
  for (let distance = 0; distance <= reach; distance += 1) {
    if (isThere(line + distance)) return line + distance;
    if (isThere(line - distance)) return line - distance;
  }
  return undefined;
}

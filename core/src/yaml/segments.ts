// Cuts a YAML file into pieces that can be parsed by themselves: one for each child of a top-level mapping.
// A keystroke then costs the parsing of one service, and a quote left open spoils one service, not the file.

/** A run of text that is a YAML document of its own. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** A top-level key. With children, `head` is the key's own line and each child a segment; else all is in `head`. */
export interface Block {
  readonly head: Segment;
  readonly children: readonly Segment[];
}

const space = 32;
const tab = 9;
const hash = 35;
const newline = 10;
const carriageReturn = 13;

/**
 * Characters that begin a key, or a word on its way to become one. Anything else changes the structure around it,
 * `<<` too: what it merges and what stands beside it must be seen together.
 */
function beginsWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
    || code === 95 /* _ */ || code === 46 /* . */ || code === 36 /* $ */ || code > 127;
}

const keyAlone = /^[\w.$-]+[ \t]*:[ \t]*(?:#.*)?\r?$/;

/**
 * The blocks of a text, or undefined where it cannot be cut safely (several documents, directives, a top level
 * that is no block mapping): such a text is parsed whole.
 */
export function cut(text: string): readonly Block[] | undefined {
  const lines = topLevelStarts(text);
  if (lines === undefined) return undefined;
  return lines.map((start, index) => block(text, start, lines[index + 1] ?? text.length));
}

/** The offsets of the lines that begin in the first column. */
function topLevelStarts(text: string): readonly number[] | undefined {
  const starts: number[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (text.startsWith('---', at) && /^---[ \t]*(?:#.*)?\r?\n/.test(text.slice(at, at + 200))) at = after(text, at);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (beginsWord(code)) {
      if (code === 46 && text.startsWith('...', at)) return undefined;
      starts.push(at);
    } else if (code !== space && code !== tab && code !== hash && code !== newline && code !== carriageReturn) {
      return undefined;
    }
    at = after(text, at);
  }
  return starts;
}

/** The block between two top-level lines. */
function block(text: string, start: number, end: number): Block {
  const whole: Block = { head: { start, end }, children: [] };
  const headEnd = after(text, start);
  if (!keyAlone.test(text.slice(start, headEnd).trimEnd())) return whole;
  const starts: number[] = [];
  let indent = 0;
  for (let at = headEnd; at < end; at = after(text, at)) {
    let column = 0;
    while (text.charCodeAt(at + column) === space) column += 1;
    const code = text.charCodeAt(at + column);
    if (Number.isNaN(code) || code === newline || code === carriageReturn || code === hash) continue;
    if (indent === 0) indent = column;
    if (column !== indent) continue;
    if (!beginsWord(code)) return whole;
    starts.push(at);
  }
  if (starts.length < 2) return whole;
  return {
    head: { start, end: starts[0] ?? end },
    children: starts.map((each, index) => ({ start: each, end: starts[index + 1] ?? end })),
  };
}

/** The offset behind the line that holds `at`. */
function after(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

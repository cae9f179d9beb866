// Lines of a compose file while it is written: what a line says by itself, and which lines above and below belong to
// it by their indentation. The text may be broken anywhere; no line is believed further than its own words.

import type { Span } from '#core/yaml/span.ts';

/** What one line says. Columns count from 0. */
export interface WrittenLine {
  /** Where its text begins: behind the indentation, and before any dash. */
  readonly indent: number;
  /** The columns of its dashes. */
  readonly dashes: readonly number[];
  /** Where what is behind the dashes begins. */
  readonly column: number;
  readonly key: string | undefined;
  /** From the key's first column to its last, quotes included. */
  readonly keySpan: Span | undefined;
  /** Where the value begins, or where it would: right behind the colon or the dash. */
  readonly valueColumn: number;
  /** The value without a comment behind it. */
  readonly value: string;
}

const keyPattern = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'[\]{}#|>@`,&*!](?:(?!\s#).)*?))\s*:(?=\s|$)/;

/** A text as lines, each read when it is asked for. */
export class WrittenLines {
  readonly #whole: string;
  /** Where each line begins, and where one more would. */
  readonly #starts: readonly number[];
  readonly #read = new Map<number, WrittenLine | undefined>();

  constructor(text: string) {
    const starts = [0];
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    starts.push(text.length + 1);
    this.#whole = text;
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  /** The text of a line, without its end. */
  text(index: number): string {
    const start = this.start(index);
    const end = this.start(index + 1) - 1;
    return this.#whole.slice(start, this.#whole.charCodeAt(end - 1) === 13 ? end - 1 : end);
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  /** The line that holds an offset. */
  at(offset: number): number {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A line with something in it; undefined for one that is blank or a comment. */
  line(index: number): WrittenLine | undefined {
    if (!this.#read.has(index)) this.#read.set(index, readLine(this.text(index)));
    return this.#read.get(index);
  }

  /** Whether a line is blank or indented further than a column: it need not be read then. */
  isDeeper(index: number, column: number): boolean {
    const end = this.start(index + 1) - 1;
    for (let at = this.start(index), left = column; left >= 0; at += 1, left -= 1) {
      if (at >= end) return true;
      const code = this.#whole.charCodeAt(at);
      if (code !== 32 && code !== 9) return false;
    }
    return true;
  }

  /** Whether a line begins or ends a document. */
  parts(index: number): boolean {
    const start = this.start(index);
    return (this.#whole.startsWith('---', start) || this.#whole.startsWith('...', start)) && /^...(?:\s|$)/.test(this.text(index));
  }

  /** The keys of the mapping at a column that a line is in, with their values as written on their lines. */
  keysAround(index: number, column: number, include: boolean): ReadonlyMap<string, Sibling> {
    const keys = new Map<string, Sibling>();
    const add = (at: number, line: WrittenLine): void => {
      if (line.key !== undefined) keys.set(line.key, { line: at, value: line.value });
    };
    const own = this.line(index);
    if (include && own?.column === column) add(index, own);
    const isFirst = own !== undefined && own.dashes.length > 0 && own.column === column && (own.dashes.at(-1) ?? 0) < column;
    for (let at = isFirst ? -1 : index - 1; at >= 0 && !this.parts(at); at -= 1) {
      const line = this.isDeeper(at, column) ? undefined : this.line(at);
      if (line === undefined) continue;
      if (line.column === column && line.indent <= column && !line.dashes.includes(column)) {
        add(at, line);
        if (line.dashes.length > 0) break;
      } else if (line.indent < column) break;
    }
    for (let at = index + 1; at < this.count && !this.parts(at); at += 1) {
      const line = this.isDeeper(at, column) ? undefined : this.line(at);
      if (line === undefined) continue;
      if (line.indent < column) break;
      if (line.indent === column && line.dashes.length === 0) add(at, line);
    }
    return keys;
  }

  /** The other items of the list whose dashes stand at a column, as written: scalars, and the first key of mappings. */
  itemsAround(index: number, column: number): readonly string[] {
    const items: string[] = [];
    const belongs = (at: number): boolean => {
      const line = this.line(at);
      if (line === undefined || line.indent > column) return true;
      if (line.indent < column || line.dashes[0] !== column) return false;
      items.push(this.text(at).slice(column + 1).replace(/\s#.*$/, '').trim());
      return true;
    };
    for (let at = index - 1; at >= 0 && !this.parts(at) && belongs(at);) at -= 1;
    for (let at = index + 1; at < this.count && !this.parts(at) && belongs(at);) at += 1;
    return items;
  }

  /** The keys right below a way of keys from the top level. */
  namesBelow(...way: readonly string[]): readonly string[] {
    let from = -1;
    let column = -1;
    for (const key of way) {
      const next = this.below(from, column).get(key);
      if (next === undefined) return [];
      from = next.line;
      column = this.line(next.line)?.column ?? 0;
    }
    return [...this.below(from, column).keys()];
  }

  /** The keys of the mapping that begins behind a line and stands deeper than a column. */
  below(from: number, column: number): ReadonlyMap<string, Sibling> {
    for (let at = from + 1; at < this.count; at += 1) {
      const line = this.line(at);
      if (line === undefined || this.parts(at)) continue;
      return line.indent > column && line.dashes.length === 0 ? this.keysAround(at, line.column, true) : new Map();
    }
    return new Map();
  }
}

/** A key of the mapping around a place. */
export interface Sibling {
  readonly line: number;
  /** What stands behind the colon on the key's own line. */
  readonly value: string;
}

/** Characters of a line that are read. Nobody writes a longer one by hand. */
const longest = 2_000;

function readLine(whole: string): WrittenLine | undefined {
  const text = whole.slice(0, longest);
  const indent = text.length - text.trimStart().length;
  if (indent === text.length || text.charAt(indent) === '#') return undefined;
  const dashes: number[] = [];
  let column = indent;
  for (let dash = /^-(?:\s+|$)/.exec(text.slice(column)); dash !== null; dash = /^-(?:\s+|$)/.exec(text.slice(column))) {
    dashes.push(column);
    column += dash[0].length;
  }
  const match = keyPattern.exec(text.slice(column));
  if (match === null) {
    return { indent, dashes, column, key: undefined, keySpan: undefined, valueColumn: column, value: withoutComment(text.slice(column)) };
  }
  const key = match[1] ?? match[2] ?? match[3] ?? '';
  const colon = column + match[0].length;
  const blanks = /^\s*/.exec(text.slice(colon))?.[0].length ?? 0;
  return {
    indent, dashes, column, key,
    keySpan: [column, colon - 1 - (/\s*$/.exec(match[0].slice(0, -1))?.[0].length ?? 0)],
    valueColumn: colon + blanks,
    value: withoutComment(text.slice(colon + blanks)),
  };
}

/** A value without the comment behind it; a `#` in quotes begins none. */
export function withoutComment(value: string): string {
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(value)?.[0] ?? '';
  const rest = value.slice(quoted.length);
  const comment = value.startsWith('#') ? 0 : rest.search(/\s#/);
  return (comment === -1 ? value : value.slice(0, quoted.length + comment)).trim();
}

/** A scalar's content as far as it can be told without parsing: without quotes, tag and anchor. */
export function unquoted(value: string): string {
  const bare = value.replace(/^(?:[&!]\S*\s+)+/, '');
  return /^"((?:[^"\\]|\\.)*)"$/.exec(bare)?.[1] ?? /^'((?:[^']|'')*)'$/.exec(bare)?.[1] ?? bare;
}

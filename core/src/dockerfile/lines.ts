// A Dockerfile's text as its instructions, cut as BuildKit's parser cuts it: directives, continued lines, comments between
// them, flags, here-documents. It knows of no instruction what it means.

import type { FilePath } from '#core/outside.ts';
import type { Located, Span } from '#core/yaml/span.ts';

/** One instruction. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: Located<string>;
  /** `--name=value` before the arguments. */
  readonly flags: readonly Flag[];
  /** What follows the flags, its lines joined. */
  readonly rest: Located<string>;
  /** The strings of the JSON form; undefined where it is not used. */
  readonly json: readonly Located<string>[] | undefined;
  /** The here-documents that follow. */
  readonly documents: readonly string[];
  /** The words of `rest`, parted at spaces; those in quotes are whole where `quoted` is true. */
  words(quoted?: boolean): readonly Located<string>[];
}

/** `--from=build`. */
export interface Flag {
  readonly name: string;
  /** Empty for a flag without a value. */
  readonly value: Located<string>;
}

/** Where a run of the text stands in the file; a Dockerfile in a compose file stands elsewhere than in its own text. */
export type Place = (from: number, to: number) => Span;

/** What the top of the file says. */
export interface Directives {
  readonly escape: '\\' | '`';
  /** The frontend that reads the file, where another than the builder's own is named. */
  readonly syntax: string | undefined;
}

/** The directives: comments of a certain form before anything else. */
export function readDirectives(text: string): Directives {
  const found = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split('\n', 20)) {
    const match = /^\s*#\s*([a-z][a-z0-9]*)\s*=\s*(.+?)\s*$/i.exec(line);
    const name = match?.[1]?.toLowerCase() ?? '';
    if (!['syntax', 'escape', 'check'].includes(name)) break;
    if (!found.has(name)) found.set(name, match?.[2] ?? '');
  }
  return { escape: found.get('escape') === '`' ? '`' : '\\', syntax: found.get('syntax') };
}

/** The instructions of a text. */
export function readInstructions(file: FilePath, text: string, escape: string, place: Place): readonly Instruction[] {
  const lines = new Lines(text, escape);
  const instructions: Instruction[] = [];
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const instruction = readInstruction(file, line, lines, place);
    if (instruction !== undefined) instructions.push(instruction);
  }
  return instructions;
}

/** Several lines as one, and where its characters stand. */
class Joined {
  text = '';
  readonly #starts: number[] = [];
  readonly #offsets: number[] = [];

  add(text: string, offset: number): void {
    this.#starts.push(this.text.length);
    this.#offsets.push(offset);
    this.text += text;
  }

  /** The offset of a character; that of an end is counted from the character before it. */
  offset(at: number, isEnd: boolean): number {
    let low = 0;
    let high = this.#starts.length - 1;
    const of = isEnd ? at - 1 : at;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= of) low = middle;
      else high = middle - 1;
    }
    return (this.#offsets[low] ?? 0) + at - (this.#starts[low] ?? 0);
  }
}

class Lines {
  readonly #text: string;
  readonly #continued: RegExp;
  #at = 0;
  #unterminated = false;

  constructor(text: string, escape: string) {
    this.#text = text;
    this.#continued = escape === '`' ? /(?<!`)`[ \t]*\r?$/ : /(?<!\\)\\[ \t]*\r?$/;
    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  /** The next instruction's lines, joined. */
  next(): Joined | undefined {
    const joined = new Joined();
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      const { text, offset } = line;
      if (/^\s*(?:#|$)/.test(text)) continue;
      const continued = this.#continued.exec(text);
      joined.add(continued === null ? text.replace(/\r$/, '') : text.slice(0, continued.index), offset);
      if (continued === null) return joined;
    }
    return joined.text.trim() === '' ? undefined : joined;
  }

  /** The lines up to one that says the name; nothing is taken where none does. */
  until(name: string, tabs: boolean): string | undefined {
    // One that does not end fails the build: none is looked for after it, which would take long.
    if (this.#unterminated) return undefined;
    const before = this.#at;
    const body: string[] = [];
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      const text = line.text.replace(/\r$/, '').replace(tabs ? /^\t+/ : /^(?!)/, '');
      if (text === name) return body.join('\n');
      body.push(text);
    }
    this.#at = before;
    this.#unterminated = true;
    return undefined;
  }

  #line(): { readonly text: string; readonly offset: number } | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const offset = this.#at;
    const end = this.#text.indexOf('\n', offset);
    this.#at = end === -1 ? this.#text.length : end + 1;
    return { text: this.#text.slice(offset, end === -1 ? undefined : end), offset };
  }
}

function readInstruction(file: FilePath, line: Joined, lines: Lines, place: Place): Instruction | undefined {
  const { text } = line;
  const locate = (from: number, to: number, value = text.slice(from, to)): Located<string> => ({ value, file, span: place(line.offset(from, false), line.offset(to, to > from)) });
  const [, space = '', keyword = ''] = /^(\s*)(\S+)/.exec(text) ?? [];
  if (keyword === '') return undefined;
  let at = space.length + keyword.length;
  const flags: Flag[] = [];
  const flag = /\s+--([\w-]+)(?:=((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])*))?(?=\s|$)/y;
  for (flag.lastIndex = at; flag.lastIndex < text.length;) {
    const match = flag.exec(text);
    if (match === null) break;
    at = flag.lastIndex;
    const { 1: name = '', 2: value = '' } = match;
    flags.push({ name: name.toLowerCase(), value: locate(at - value.length, at) });
  }
  const from = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
  const to = Math.max(from, text.trimEnd().length);
  const name = keyword.toUpperCase();
  const documents = ['RUN', 'COPY', 'ADD', 'ONBUILD'].includes(name) ? readDocuments(text.slice(from, to), lines) : [];
  return {
    keyword: locate(space.length, space.length + keyword.length, name),
    flags, documents,
    rest: locate(from, to),
    json: readJson(text.slice(from, to), (start, end, value) => locate(from + start, from + end, value)),
    words: (quoted = false) => [...text.slice(from, to).matchAll(quoted ? /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/g : /\S+/g)].map(({ 0: word, index }) => locate(from + index, from + index + word.length)),
  };
}

function readDocuments(rest: string, lines: Lines): readonly string[] {
  const documents: string[] = [];
  for (const { 1: tabs, 2: quoted, 3: plain } of rest.matchAll(/(?<=^|\s)\d*<<(-?)(?:["']([^"'\s<]+)["']|([^"'\s<>|&;()]+))(?=$|[\s>|&;)])/g)) {
    const document = lines.until(quoted ?? plain ?? '', tabs === '-');
    if (document !== undefined) documents.push(document);
  }
  return documents;
}

function readJson(rest: string, locate: (from: number, to: number, value: string) => Located<string>): readonly Located<string>[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(rest);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(parsed) || !parsed.every((each) => typeof each === 'string')) return undefined;
  return [...rest.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({ 0: raw, index }, number) => locate(index + 1, index + raw.length - 1, parsed[number] ?? ''));
}

// A fast reader for the YAML that nearly every compose file consists of: block mappings and lists of scalars on
// one line. It makes the very tree that the library's nodes would make, and gives up at anything else.

import { followed, mapping, type SegmentBuilding, type Words } from '#core/yaml/build.ts';
import { Scalar, type Entry, type ScalarStyle, type YamlNode } from '#core/yaml/node.ts';
import { depthLimit } from '#core/yaml/problem.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';
import { between, placed, type Span } from '#core/yaml/span.ts';

/** A line with content: its first character that is no space, and the end of its text without the line break. */
interface Line {
  indent: number;
  start: number;
  readonly end: number;
}

// The lists of a tree are copied once they are whole: one that grew has room for many more, and a file has thousands.

/** Thrown and caught within this file: the text is more than this reader knows. */
const beyond = Symbol('beyond the plain subset');

const aliasPattern = /\*([\w.-]+)[ ]*(?:[ ]#.*)?$/y;

/** The tree of a segment, or undefined where it holds more than the plain subset. An empty segment has no tree. */
export function readPlainBlock(building: SegmentBuilding): { readonly node: YamlNode | undefined } | undefined {
  const lines = contentLines(building.source);
  if (lines === undefined) return undefined;
  const [first] = lines;
  if (first === undefined) return { node: undefined };
  const reader = new Reader(building, lines);
  try {
    const node = reader.block(first.indent);
    return reader.atEnd ? { node } : undefined;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

function contentLines(source: string): Line[] | undefined {
  const lines: Line[] = [];
  let at = 0;
  while (at < source.length) {
    let start = at;
    while (source.charCodeAt(start) === 32) start += 1;
    const newline = source.indexOf('\n', start);
    const next = newline === -1 ? source.length : newline + 1;
    let end = newline === -1 ? source.length : newline;
    if (source.charCodeAt(end - 1) === 13) end -= 1;
    const code = source.charCodeAt(start);
    if (code === 9) return undefined;
    if (start < end && code !== 35) lines.push({ indent: start - at, start, end });
    at = next;
  }
  return lines;
}

class Reader {
  readonly #building: SegmentBuilding;
  readonly #source: string;
  readonly #lines: readonly Line[];
  #index = 0;
  /** Each of these may be two levels of the tree. */
  #depth = 0;

  constructor(building: SegmentBuilding, lines: readonly Line[]) {
    this.#building = building;
    this.#source = building.source;
    this.#lines = lines;
  }

  get atEnd(): boolean {
    return this.#index === this.#lines.length;
  }

  /** A mapping or a list whose lines stand at this indentation. */
  block(indent: number): YamlNode {
    const line = this.#line();
    this.#depth += 1;
    if (this.#depth > depthLimit / 2) throw beyond;
    const node = this.#isItem(line) ? this.#sequence(indent) : this.#mapping(indent);
    this.#depth -= 1;
    return node;
  }

  #sequence(indent: number): YamlNode {
    const items: YamlNode[] = [];
    const from = this.#line().start;
    for (let line = this.#peek(); line !== undefined && line.indent === indent && this.#isItem(line); line = this.#peek()) {
      let content = line.start + 1;
      while (this.#source.charCodeAt(content) === 32) content += 1;
      if (content >= line.end) throw beyond;
      this.#building.count.value(this.#building.base + line.start);
      if (this.#key(content) !== undefined) {
        // `- key: value` opens a mapping at the column of its first key.
        line.indent += content - line.start;
        line.start = content;
        items.push(this.#mapping(line.indent));
      } else {
        const item = this.#inline(content, line.end);
        this.#index += 1;
        this.#expectNoDeeper(indent);
        items.push(item);
      }
    }
    const { file, place } = this.#building;
    const start = placed(place, from, from);
    return { kind: 'sequence', file, span: between(start, endOfLast(items) ?? start), tag: undefined, alias: undefined, items: items.slice(), flow: false };
  }

  #mapping(indent: number): YamlNode {
    const entries: Entry[] = [];
    for (let line = this.#peek(); line !== undefined && line.indent === indent && !this.#isItem(line); line = this.#peek()) entries.push(this.#entry(line, indent));
    const first = entries[0];
    const last = entries.at(-1);
    if (first === undefined || last === undefined) throw beyond;
    return mapping(this.#building, entries.slice(), between(first.key.span, last.value.alias ?? last.value.span), false);
  }

  #entry(line: Line, indent: number): Entry {
    const end = this.#key(line.start);
    if (end === undefined) throw beyond;
    this.#building.count.value(this.#building.base + line.start);
    const key = this.#scalar(line.start, end, 'plain', this.#building.words);
    const colon = this.#source.indexOf(':', end);
    let content = colon + 1;
    while (this.#source.charCodeAt(content) === 32) content += 1;
    this.#index += 1;
    if (content < line.end && !(this.#source.charCodeAt(content) === 35 && content > colon + 1)) {
      const value = this.#inline(content, line.end);
      this.#expectNoDeeper(indent);
      return { key, value, merged: undefined };
    }
    const next = this.#peek();
    const nested = next !== undefined && (next.indent > indent || (next.indent === indent && this.#isItem(next)));
    if (!nested) return { key, value: this.#scalar(colon + 1, colon + 1, 'empty'), merged: undefined };
    const value = this.block(next.indent);
    this.#expectNoDeeper(indent);
    return { key, value, merged: undefined };
  }

  /** A value on one line. */
  #inline(at: number, end: number): YamlNode {
    const source = this.#source;
    switch (source.charAt(at)) {
      case '"': case '\'': return this.#quoted(at, this.#closing(at, end), end);
      case '[': return this.#flow(at, end);
      case '*': return this.#alias(at, end);
      default: return this.#plain(at, end);
    }
  }

  #quoted(at: number, close: number, end: number): YamlNode {
    this.#expectRest(close + 1, end);
    return this.#scalar(at, close + 1, this.#source.charAt(at) === '"' ? 'double' : 'single');
  }

  /** The quote that closes the one at `at`; a text with escapes is beyond this reader. */
  #closing(at: number, end: number): number {
    const quote = this.#source.charAt(at);
    const close = this.#source.indexOf(quote, at + 1);
    if (close === -1 || close >= end || (quote === '\'' && this.#source.charAt(close + 1) === '\'')) throw beyond;
    if (quote === '"') {
      const escape = this.#source.indexOf('\\', at);
      if (escape !== -1 && escape < close) throw beyond;
    }
    return close;
  }

  #plain(at: number, end: number): YamlNode {
    const source = this.#source;
    if (!plainStart(source, at)) throw beyond;
    let last = at;
    for (let each = at; each < end; each += 1) {
      const code = source.charCodeAt(each);
      if (code === 32) continue;
      if (code === 35 && source.charCodeAt(each - 1) === 32) break;
      if (code === 58 && (each + 1 >= end || source.charCodeAt(each + 1) === 32)) throw beyond;
      if (code < 32 || code > 126) throw beyond;
      last = each;
    }
    return this.#scalar(at, last + 1, 'plain');
  }

  /** `["CMD", curl, -f]` on one line. */
  #flow(at: number, end: number): YamlNode {
    const source = this.#source;
    const items: YamlNode[] = [];
    let each = at + 1;
    const skip = (): void => {
      while (source.charCodeAt(each) === 32) each += 1;
    };
    skip();
    while (source.charAt(each) !== ']') {
      const start = each;
      this.#building.count.value(this.#building.base + start);
      const quote = source.charAt(each);
      if (quote === '"' || quote === '\'') {
        each = this.#closing(each, end) + 1;
        items.push(this.#scalar(start, each, quote === '"' ? 'double' : 'single'));
      } else {
        flowWord.lastIndex = each;
        const word = flowWord.exec(source)?.[0];
        if (word === undefined) throw beyond;
        each += word.length;
        items.push(this.#scalar(start, each, 'plain'));
      }
      skip();
      if (source.charAt(each) === ',') {
        each += 1;
        skip();
        if (source.charAt(each) === ']') throw beyond;
      } else if (source.charAt(each) !== ']') throw beyond;
      if (each >= end) throw beyond;
    }
    this.#expectRest(each + 1, end);
    const { file, place } = this.#building;
    return { kind: 'sequence', file, span: placed(place, at, each + 1), tag: undefined, alias: undefined, items: items.slice(), flow: true };
  }

  #alias(at: number, end: number): YamlNode {
    aliasPattern.lastIndex = at;
    const match = aliasPattern.exec(this.#source.slice(0, end));
    const name = match?.[1] ?? '';
    if (!this.#building.anchors.has(name)) throw beyond;
    return followed(name, placed(this.#building.place, at, at + 1 + name.length), 2 * this.#depth, this.#building) ?? this.#refused();
  }

  /** The library reads such a segment again, and says what is wrong with it. */
  #refused(): never {
    throw beyond;
  }

  #scalar(from: number, to: number, style: ScalarStyle, words?: Words): Scalar {
    const { file, place } = this.#building;
    const quote = style === 'double' || style === 'single' ? 1 : 0;
    const read = this.#source.slice(from + quote, to - quote);
    const content = words === undefined ? read : words.one(read);
    const value = style === 'plain' ? resolvePlain(content) : style === 'empty' ? null : content;
    return new Scalar(file, place, from, to, style, content, true, value);
  }

  /** Where a key ends that begins here, if one does: a word, or `<<`, with a colon behind it. */
  #key(at: number): number | undefined {
    const source = this.#source;
    let end = at;
    if (source.startsWith('<<', at)) end += 2;
    else {
      if (!isWord(source.charCodeAt(at))) return undefined;
      for (let code = source.charCodeAt(end); isWord(code) || code === 47 || code === 64 || code === 45; code = source.charCodeAt(end)) end += 1;
    }
    let colon = end;
    while (source.charCodeAt(colon) === 32) colon += 1;
    if (source.charCodeAt(colon) !== 58) return undefined;
    const behind = source.charCodeAt(colon + 1);
    return behind === 32 || behind === 10 || behind === 13 || colon + 1 === source.length ? end : undefined;
  }

  #isItem(line: Line): boolean {
    return this.#source.charCodeAt(line.start) === 45 && (line.start + 1 >= line.end || this.#source.charCodeAt(line.start + 1) === 32);
  }

  /** Behind a value only a comment may follow on its line. */
  #expectRest(at: number, end: number): void {
    let each = at;
    while (each < end && this.#source.charCodeAt(each) === 32) each += 1;
    if (each < end && !(this.#source.charCodeAt(each) === 35 && each > at)) throw beyond;
  }

  /** A deeper line behind a complete value continues it, or is an error: both are beyond this reader. */
  #expectNoDeeper(indent: number): void {
    const next = this.#peek();
    if (next !== undefined && next.indent > indent) throw beyond;
  }

  #peek(): Line | undefined {
    return this.#lines[this.#index];
  }

  #line(): Line {
    const line = this.#lines[this.#index];
    if (line === undefined) throw beyond;
    return line;
  }
}

/** A letter, a digit, `_`, `.` or `$`. */
function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 46 || code === 36;
}

/** An alias ends where it is written, not where its anchor does. */
function endOfLast(items: readonly YamlNode[]): Span | undefined {
  const last = items.at(-1);
  return last && (last.alias ?? last.span);
}

const flowWord = /[\w./$+=~^()-](?:[\w./$@%+=~^();!<>|&*?-]|:(?=[^\s,[\]{}]))*(?=[ ]*[,\]])/y;

/** Whether a plain scalar of this reader may begin here: no indicator of YAML, nor one that is harmless only at times. */
function plainStart(source: string, at: number): boolean {
  const character = source.charAt(at);
  if (/[\w./$~+=(^;\\<]/.test(character)) return true;
  return character === '-' && /[^\s,[\]{}]/.test(source.charAt(at + 1));
}

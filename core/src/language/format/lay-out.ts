// Each line of a file as it should be written: two columns for a level, lists further in than their key, one blank behind a
// dash and a colon, no two empty lines in a row. Only blanks come and go, and none within a value or a comment.

import { Levels, step, type Level } from '#core/language/format/levels.ts';
import type { WrittenLine } from '#core/language/format/written-lines.ts';

/** Lines that are laid out: the first, and the last. */
export type LineRange = readonly [from: number, to: number];

/** A block of text behind `|` or `>`. */
interface TextBlock {
  readonly level: Level;
  /** How much further in the content is, where the header says so. */
  readonly given: number | undefined;
  /** True for `|+`: empty lines at the end are part of it. */
  readonly keeps: boolean;
  /** The column of its content, once that is known. */
  column: number | undefined;
}

/** The lines of a file as they should be. */
export interface LaidOut {
  /** Undefined for a line that goes. */
  readonly lines: readonly (string | undefined)[];
  /** True where a block of text is the last thing: the end of its last line is part of what it says. */
  readonly endsInText: boolean;
}

/** Lays lines out; undefined where the text has a form that is left as it is. */
export function layOut(lines: readonly WrittenLine[], range: LineRange): LaidOut | undefined {
  const layout = new Layout(lines, range);
  return layout.run() ? { lines: layout.out, endsInText: layout.endsInText } : undefined;
}

class Layout {
  readonly out: (string | undefined)[] = [];
  readonly #lines: readonly WrittenLine[];
  readonly #range: LineRange;
  readonly #levels = new Levels();
  #block: TextBlock | undefined;
  /** How far the last line went that begins something. */
  #shift = 0;
  #comments: number[] = [];
  #blanks: number[] = [];

  constructor(lines: readonly WrittenLine[], range: LineRange) {
    this.#lines = lines;
    this.#range = range;
  }

  get endsInText(): boolean {
    return this.#block !== undefined;
  }

  /** False where a form is met that is left as it is. */
  run(): boolean {
    for (const [index, line] of this.#lines.entries()) if (!this.#line(index, line)) return false;
    this.#endComments(undefined);
    if (this.#block?.keeps !== true) for (const index of this.#blanks) this.#set(index, undefined);
    return true;
  }

  #line(index: number, line: WrittenLine): boolean {
    const { text } = line;
    if (text.trim() === '' && !line.continues) {
      this.#blanks.push(index);
      return true;
    }
    const column = columnOf(text);
    if (this.#block !== undefined && this.#inBlock(this.#block, index, text, column)) return true;
    this.#endBlanks();
    if (line.continues) {
      this.#set(index, text.trim() === '' ? '' : ' '.repeat(Math.max(0, column + this.#shift)) + text.slice(column));
      return true;
    }
    if (text.charAt(column) === '#') {
      this.#comments.push(index);
      return true;
    }
    if (column === 0 && /^(?:---|\.\.\.|%)/.test(text)) {
      this.#endComments(undefined);
      this.#levels.clear();
      this.#set(index, text.trimEnd());
      // Content may stand behind it.
      return /^(?:---|\.\.\.)\s*(?:#.*)?$|^%/.test(text);
    }
    return this.#structure(index, line, column);
  }

  /** A line that begins a key, an item or a value. */
  #structure(index: number, line: WrittenLine, column: number): boolean {
    const text = withoutGaps(line);
    let at = column;
    let first: Level | undefined;
    let level: Level | undefined;
    let dashes = 0;
    this.#placeComments(column, index);
    for (let dash = dashAt(text, at); dash !== undefined; dash = dashAt(text, at)) {
      if (dash.gap.includes('\t')) return false;
      level = this.#levels.at(at, true, this.#stays(index, at, true));
      first ??= level;
      dashes += 1;
      at += 1 + dash.gap.length;
      // What belongs to it stands on the next line.
      if (at >= text.length || text.charAt(at) === '#') break;
    }
    const rest = text.slice(at);
    if (/^\?(?:\s|$)|^\t/.test(rest)) return false;
    if (rest !== '' && !rest.startsWith('#')) level = this.#levels.at(at, false, this.#stays(index, at, false));
    first ??= level;
    if (first === undefined || level === undefined) return false;
    this.#endComments(first);
    const gap = rest.startsWith('#') ? /[ \t]*$/.exec(text.slice(0, at))?.[0] ?? ' ' : ' ';
    const head = dashes === 0 ? '' : `${'- '.repeat(dashes - 1)}-${rest === '' ? '' : gap}`;
    const isOpen = this.#lines[index + 1]?.continues === true;
    this.#set(index, ' '.repeat(first.is) + head + (isOpen ? rest : rest.trimEnd()));
    this.#shift = level.is - level.was;
    if (line.header !== undefined) this.#block = blockBehind(line, level);
    return true;
  }

  /** Whether what begins at a column keeps it: lines that are not laid out belong to it. */
  #stays(index: number, column: number, isList: boolean): boolean {
    if (!this.#isInRange(index)) return true;
    for (let later = this.#range[1] + 1; later < this.#lines.length; later += 1) {
      const { text = '', continues = false } = this.#lines[later] ?? {};
      const at = columnOf(text);
      if (continues || !/^ *[^\s#]/.test(text) || at > column) continue;
      // A list may begin at the column of its key.
      if (at < column || /^ *-(?: |$)/.test(text) === isList) return at === column;
      if (isList) return false;
    }
    return false;
  }

  /** A line of a block of text. False, and the block is over, where it is none. */
  #inBlock(block: TextBlock, index: number, text: string, column: number): boolean {
    const { level } = block;
    block.column ??= block.given === undefined ? (column > level.was ? column : undefined) : level.was + block.given;
    if (block.column === undefined || column < block.column) {
      if (block.keeps) for (const blank of this.#blanks.splice(0)) this.#set(blank, '');
      this.#block = undefined;
      return false;
    }
    const indent = ' '.repeat(level.is + (block.given ?? step));
    for (const blank of this.#blanks.splice(0)) this.#set(blank, (this.#lines[blank]?.text.length ?? 0) > block.column ? indent + this.#lines[blank]?.text.slice(block.column) : '');
    this.#set(index, indent + text.slice(block.column));
    return true;
  }

  /** Of several empty lines one stays, and none at the beginning. */
  #endBlanks(): void {
    const [first, ...others] = this.#blanks.splice(0);
    if (first === undefined) return;
    this.#set(first, first === 0 ? undefined : '');
    for (const index of others) this.#set(index, undefined);
  }

  /** Comments above a line at another column than its own belong to what is open before it. */
  #placeComments(column: number, before: number): void {
    this.#comments = this.#comments.filter((index) => {
      const text = this.#lines[index]?.text ?? '';
      if (index < before && columnOf(text) === column) return true;
      this.#setComment(index, this.#levels.ofComment(columnOf(text), text.trim()));
      return false;
    });
  }

  /** The comments that are left go with the line below. */
  #endComments(level: Level | undefined): void {
    if (level === undefined) this.#placeComments(-1, Infinity);
    for (const index of this.#comments.splice(0)) this.#setComment(index, level?.is ?? 0);
  }

  #setComment(index: number, column: number): void {
    this.#set(index, ' '.repeat(column) + (this.#lines[index]?.text ?? '').trim());
  }

  #set(index: number, text: string | undefined): void {
    this.out[index] = this.#isInRange(index) ? text : this.#lines[index]?.text;
  }

  #isInRange(index: number): boolean {
    return index >= this.#range[0] && index <= this.#range[1];
  }
}

function columnOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0;
}

function dashAt(text: string, at: number): { readonly gap: string } | undefined {
  const gap = /^-([ \t]+|$)/.exec(text.slice(at));
  return gap === null ? undefined : { gap: gap[1] ?? '' };
}

function withoutGaps({ text, gaps }: WrittenLine): string {
  return gaps.toSorted((a, b) => b[0] - a[0]).reduce((line, [from, to, blank]) => line.slice(0, from) + blank + line.slice(to), text);
}

function blockBehind({ text, header = 0 }: WrittenLine, level: Level): TextBlock {
  const [, indicators = ''] = /^[|>]([-+\d]*)/.exec(text.slice(header)) ?? [];
  const given = /\d/.exec(indicators)?.[0];
  return { level, given: given === undefined ? undefined : Number(given), keeps: indicators.includes('+'), column: undefined };
}

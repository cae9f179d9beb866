// Where the words of a block scalar stand in the text of its file: a command of many lines is underlined at a word.

import type { Piece, Text } from '#core/yaml/span.ts';
import { within } from '#core/yaml/span.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** The text with a place for each of its words, where it is a literal or folded block; the same text otherwise. */
export function inBlock(text: Text, files: readonly YamlFile[]): Text {
  if (text.pieces !== undefined) return text;
  const [start, end] = text.span;
  const written = files.find(({ file }) => file === text.file)?.text.slice(start, end) ?? '';
  const first = written.indexOf('\n') + 1;
  if (first === 0 || !/^[|>]/.test(written)) return text;
  const pieces = new Pieces(text, written);
  const words = /\S+/g;
  words.lastIndex = first;
  for (const { 0: word, index } of text.value.matchAll(/\S+/g)) {
    const before = words.lastIndex;
    let found = words.exec(written);
    // What a variable says is not what is written: the next word that is decides where it goes on.
    while (found !== null && unescaped(found[0]) !== word) found = words.exec(written);
    if (found === null) words.lastIndex = before;
    else pieces.add(index, found[0], found.index);
  }
  return { ...text, pieces: pieces.all() };
}

/** The pieces of a text, without gaps: what stands between two words is no word of the file. */
class Pieces {
  readonly #text: Text;
  readonly #written: string;
  readonly #pieces: { from: number; to: number; at: number; end: number; verbatim: boolean }[] = [];

  constructor(text: Text, written: string) {
    this.#text = text;
    this.#written = written;
  }

  /** A word of the value, which begins there, as it is written. */
  add(from: number, word: string, at: number): void {
    let [offset, place] = [from, at];
    for (const run of word.split(/(\$\$)/)) {
      const length = run === '$$' ? 1 : run.length;
      if (length > 0) this.#put(offset, offset + length, place, place + run.length, run !== '$$');
      offset += length;
      place += run.length;
    }
  }

  #put(from: number, to: number, at: number, end: number, verbatim: boolean): void {
    const last = this.#pieces.at(-1);
    const isNext = last !== undefined && last.verbatim && verbatim && at - last.end === from - last.to && this.#written.slice(last.end, at) === this.#text.value.slice(last.to, from);
    if (isNext) Object.assign(last, { to, end });
    else this.#pieces.push({ from, to, at, end, verbatim });
  }

  all(): readonly Piece[] {
    const { value, span } = this.#text;
    const all: Piece[] = [];
    let to = 0;
    for (const piece of this.#pieces) {
      if (piece.from > to) all.push({ from: to, to: piece.from, span, verbatim: false });
      all.push({ from: piece.from, to: piece.to, span: within(span, piece.at, piece.end), verbatim: piece.verbatim });
      to = piece.to;
    }
    if (to < value.length) all.push({ from: to, to: value.length, span, verbatim: false });
    return all;
  }
}

/** `$$` is how Compose wants a `$` to be written. */
function unescaped(word: string): string {
  return word.split('$$').join('$');
}

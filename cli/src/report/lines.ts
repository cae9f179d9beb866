// Turns offsets into lines and characters as the Language Server Protocol counts them: from zero, in UTF-16 units, with
// `\n`, `\r\n` and `\r` as ends of lines.

import type { Span } from '#core/yaml/span.ts';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text that knows where its lines begin. */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  }

  range([start, end]: Span): Range {
    return { start: this.#position(start), end: this.#position(end) };
  }

  /** A line without its end. */
  line(index: number): string {
    return this.#text.slice(this.#starts[index] ?? this.#text.length, this.#starts[index + 1]).replace(/[\r\n]+$/, '');
  }

  #position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }
}

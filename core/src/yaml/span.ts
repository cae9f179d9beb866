// Where a value stands in the text of a file: offsets in UTF-16 units, as the editor counts them.

import type { FilePath } from '#core/outside.ts';

/** Offsets into one file's text: the first character, and the one after the last. */
export type Span = readonly [start: number, end: number];

/** A value and the place where a person would change it. */
export interface Located<T> {
  readonly value: T;
  readonly file: FilePath;
  readonly span: Span;
}

/**
 * One run of a text and where it comes from. A verbatim run stands in the file character by character;
 * any other run (an interpolated variable) stands for its whole span.
 */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly span: Span;
  readonly verbatim: boolean;
}

/** A text whose parts can be located: `./data` within `./data:/var/lib:ro`. */
export interface Text extends Located<string> {
  /** In the order of the text and without gaps; absent where no part can be told from the whole. */
  readonly pieces: readonly Piece[] | undefined;
  /** The variables without value or default that the text depends on: what it says cannot be known. */
  readonly unresolved: readonly string[];
  /** Where a relative path in it starts, when that is not the project's directory: it came by `include` or `extends`. */
  readonly directory?: FilePath;
}

/** The part of a text between two offsets of its value, located as closely as its pieces allow. */
export function part(text: Text, from: number, to: number): Text {
  const value = text.value.slice(from, to);
  const shared = { value, file: text.file, unresolved: text.unresolved, ...(text.directory === undefined ? {} : { directory: text.directory }) };
  if (text.pieces === undefined) return { ...shared, span: text.span, pieces: undefined };
  const pieces: Piece[] = [];
  for (const piece of text.pieces) {
    if (piece.to <= from || piece.from >= to) continue;
    const start = Math.max(piece.from, from);
    const end = Math.min(piece.to, to);
    const span: Span = piece.verbatim
      ? [piece.span[0] + start - piece.from, piece.span[0] + end - piece.from]
      : piece.span;
    pieces.push({ from: start - from, to: end - from, span, verbatim: piece.verbatim });
  }
  const first = pieces[0];
  const last = pieces.at(-1);
  const span: Span = first !== undefined && last !== undefined ? [first.span[0], last.span[1]] : [at(text, from), at(text, from)];
  return { ...shared, span, pieces };
}

/** The file's offset of one character of the text, or of its end. */
function at(text: Text, offset: number): number {
  for (const piece of text.pieces ?? []) {
    if (offset >= piece.from && offset <= piece.to) return piece.verbatim ? piece.span[0] + offset - piece.from : piece.span[0];
  }
  return text.span[0];
}

/** True when an offset lies in a span, its end included (a cursor behind a word is still at the word). */
export function touches(span: Span, offset: number): boolean {
  return offset >= span[0] && offset <= span[1];
}

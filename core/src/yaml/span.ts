// Where a value stands in the text of a file: offsets in UTF-16 units, as the editor counts them.

import type { FilePath } from '#core/outside.ts';

/** Offsets into one file's text: the first character, and the one after the last. */
export type Span = readonly [start: number, end: number];

/**
 * Where a run of a file's text begins that moves as a whole. `parse.ts` alone changes the base, when text comes or goes
 * before it: whatever is placed in the run stands elsewhere then, and no tree is copied for it.
 */
export interface Placement {
  base: number;
}

/** A span that moves with its placement. To its readers it is a `Span`: two offsets into the text that was parsed last. */
class PlacedSpan {
  readonly place: Placement;
  readonly start: number;
  readonly end: number;

  constructor(place: Placement, start: number, end: number) {
    this.place = place;
    this.start = start;
    this.end = end;
  }

  get 0(): number {
    return this.place.base + this.start;
  }

  get 1(): number {
    return this.place.base + this.end;
  }

  get length(): 2 {
    return 2;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.toJSON()[Symbol.iterator]();
  }

  toJSON(): Span {
    return [this[0], this[1]];
  }
}

/** A span that moves with a placement; `start` and `end` count from its base. */
export function placed(place: Placement, start: number, end: number): Span {
  return new PlacedSpan(place, start, end) as unknown as Span;
}

/** What a span moves with, and where it stands in that; a span that stays is placed in the file. */
export function placementOf(span: Span): { readonly place: Placement; readonly start: number; readonly end: number } {
  const known: unknown = span;
  return known instanceof PlacedSpan ? known : { place: { base: 0 }, start: span[0], end: span[1] };
}

/** A part of a span, by offsets from its start. It moves with the span. */
export function within(span: Span, from: number, to: number): Span {
  const whole: unknown = span;
  return whole instanceof PlacedSpan ? placed(whole.place, whole.start + from, whole.start + to) : [span[0] + from, span[0] + to];
}

/** From the start of one span to the end of another. It moves with them where they move together. */
export function between(first: Span, last: Span): Span {
  const [from, to]: readonly unknown[] = [first, last];
  return from instanceof PlacedSpan && to instanceof PlacedSpan && from.place === to.place ? placed(from.place, from.start, to.end) : [first[0], last[1]];
}

/** The offsets as they are now: they stay when the span moves. */
export function settled(span: Span): Span {
  return [span[0], span[1]];
}

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
  /** The `${…}` whose default the run is: what begins there and runs on begins with the whole of it. */
  readonly whole?: Span;
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
  const [only] = text.pieces;
  if (only?.verbatim === true && text.pieces.length === 1) {
    const span = within(only.span, from, Math.max(from, Math.min(to, only.to)));
    return { ...shared, span, pieces: value === '' ? [] : [{ from: 0, to: value.length, span, verbatim: true }] };
  }
  const pieces: Piece[] = [];
  for (const piece of text.pieces) {
    if (piece.to <= from || piece.from >= to) continue;
    const start = Math.max(piece.from, from);
    const end = Math.min(piece.to, to);
    const span: Span = piece.verbatim
      ? within(piece.span, start - piece.from, end - piece.from)
      : piece.span;
    pieces.push({ from: start - from, to: end - from, span, verbatim: piece.verbatim, ...(piece.whole === undefined ? {} : { whole: piece.whole }) });
  }
  const first = pieces[0];
  const last = pieces.at(-1);
  const span: Span = first !== undefined && last !== undefined ? (pieces.length === 1 ? first.span : joined(first, last)) : at(text, from);
  return { ...shared, span, pieces };
}

/** From one piece to another: out of a default the whole `${…}` counts. */
function joined(first: Piece, last: Piece): Span {
  return first.whole === last.whole ? between(first.span, last.span) : between(first.whole ?? first.span, last.whole ?? last.span);
}

/** The place before one character of the text, or at its end. */
function at(text: Text, offset: number): Span {
  for (const piece of text.pieces ?? []) {
    if (offset < piece.from || offset > piece.to) continue;
    const from = piece.verbatim ? offset - piece.from : 0;
    return within(piece.span, from, from);
  }
  return within(text.span, 0, 0);
}

/** True when an offset lies in a span, its end included (a cursor behind a word is still at the word). */
export function touches(span: Span, offset: number): boolean {
  return offset >= span[0] && offset <= span[1];
}

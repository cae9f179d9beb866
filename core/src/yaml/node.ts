// The tree of a YAML file as Composure reads it: immutable, every node located, aliases and merge keys
// resolved but still known. It carries no node of the parser's library.

import type { FilePath } from '#core/outside.ts';
import { placed, placementOf, within, type Placement, type Span, type Text } from '#core/yaml/span.ts';

export type YamlNode = Scalar | Sequence | Mapping;

interface Node {
  readonly file: FilePath;
  readonly span: Span;
  /** `!reset`, `!override` or another tag that stands before the node. */
  readonly tag: string | undefined;
  /** Where the alias stands through which this node was reached, when it was: the node itself is at the anchor. */
  readonly alias: Span | undefined;
}

export type ScalarValue = string | number | boolean | null;
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block' | 'empty';

/** A class, because a file has thousands of them and most are never asked for their text. */
export class Scalar implements Node {
  readonly kind = 'scalar';
  readonly file: FilePath;
  readonly tag: string | undefined;
  readonly alias: Span | undefined;
  /** The value with its YAML type: what plain text means, and a string where it is quoted. */
  readonly value: ScalarValue;
  readonly style: ScalarStyle;
  private readonly place: Placement;
  private readonly start: number;
  private readonly end: number;
  private readonly raw: string;
  /** True where the file holds the content character by character, apart from its quotes. */
  private readonly verbatim: boolean;
  /** Another text than the file's own: an interpolated one. */
  private readonly given: Text | undefined;

  /** `start` and `end` count from the base of `place`. */
  constructor(file: FilePath, place: Placement, start: number, end: number, style: ScalarStyle, raw: string, verbatim: boolean, value: ScalarValue, tag?: string, alias?: Span, given?: Text) {
    this.file = file;
    this.tag = tag;
    this.alias = alias;
    this.value = value;
    this.style = style;
    this.place = place;
    this.start = start;
    this.end = end;
    this.raw = raw;
    this.verbatim = verbatim;
    this.given = given;
  }

  /** A scalar that nobody wrote, at the place of what asks for it. */
  static made(file: FilePath, span: Span, value: ScalarValue, alias?: Span): Scalar {
    const { place, start, end } = placementOf(span);
    return new Scalar(file, place, start, end, 'plain', value === null ? '' : String(value), false, value, undefined, alias);
  }

  get span(): Span {
    return placed(this.place, this.start, this.end);
  }

  /** What the scalar says before its type is considered. */
  get content(): string {
    return this.given?.value ?? this.raw;
  }

  /** The text that the value was read from, and where its parts stand. */
  get text(): Text {
    if (this.given !== undefined) return this.given;
    const { file, span, raw: value } = this;
    if (!this.verbatim) return { value, file, span, pieces: undefined, unresolved: [] };
    const quote = this.style === 'double' || this.style === 'single' ? 1 : 0;
    const inner = within(span, quote, this.end - this.start - quote);
    return { value, file, span: inner, pieces: [{ from: 0, to: value.length, span: inner, verbatim: true }], unresolved: [] };
  }

  /** The same scalar with some things different. */
  with(changes: { value?: ScalarValue; text?: Text; alias?: Span }): Scalar {
    return new Scalar(
      this.file, this.place, this.start, this.end, this.style, this.raw, this.verbatim,
      changes.value === undefined ? this.value : changes.value, this.tag, changes.alias ?? this.alias, changes.text ?? this.given,
    );
  }

  /** The same scalar, so many characters further on. */
  moved(by: number): Scalar {
    return new Scalar(this.file, this.place, this.start + by, this.end + by, this.style, this.raw, this.verbatim, this.value, this.tag, this.alias, this.given);
  }
}

export interface Sequence extends Node {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
  /** True for a merged list that holds one entry for each thing (compose/unique.ts). */
  readonly unique?: boolean;
}

export interface Mapping extends Node {
  readonly kind: 'mapping';
  /** In the file's order, without duplicates: of two entries with one key the first stays. */
  readonly entries: readonly Entry[];
  readonly flow: boolean;
}

export interface Entry {
  readonly key: Scalar;
  readonly value: YamlNode;
  /** Where the `<<` stands that brought this entry in, when one did. */
  readonly merged: Span | undefined;
}

/** The value of a key, or undefined when the mapping has no such key. */
export function get(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entry(node, key)?.value;
}

/** The entry of a key, or undefined when the mapping has no such key. */
export function entry(node: YamlNode | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  // A loop, because this is asked tens of thousands of times for each keystroke in a large file.
  for (const each of node.entries) if (each.key.content === key) return each;
  return undefined;
}

/** The entries of a mapping; none for anything else. */
export function entries(node: YamlNode | undefined): readonly Entry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

/** The items of a sequence; none for anything else. */
export function items(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** The text of a scalar that is not null; undefined for anything else. */
export function textOf(node: YamlNode | undefined): Text | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** True for a node that is there and says nothing: `ports:` with no value. */
export function isNull(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

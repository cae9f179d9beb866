// A tree of plain values as YAML text, in a style that chance picks: block or flow, quoted or plain. Text between two
// marks is a place to remember; the marks themselves are not written.

import type { Random } from '../../support/random.ts';

/** A value to be written. Strings are strings when they are read again, whatever they look like. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value } | Verbatim | Tagged;

/** Text that is written as it is: a plain scalar with a meaning of its own, an alias, a half sentence of YAML. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value behind a tag or an anchor: `!reset`, `!override`, `&name`. */
export class Tagged {
  readonly tag: string;
  readonly value: Value;

  constructor(tag: string, value: Value) {
    this.tag = tag;
    this.value = value;
  }
}

const from = '\uE000';
const to = '\uE001';

/** Marks a text, or a part of one, as the place of a fault. */
export function marked(text: string): string {
  return from + text + to;
}

/** Marks a value that is no string. */
export function markedValue(text: string): Verbatim {
  return new Verbatim(marked(text));
}

/** A text without its marks, and what stood between them. */
export function withoutMarks(text: string): { readonly text: string; readonly span: readonly [number, number] | undefined } {
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  return { text: text.replaceAll(/[\uE000\uE001]/g, ''), span: start === -1 || end === -1 ? undefined : [start, end - 1] };
}

/** A mapping as a document of YAML. */
export function yamlText(value: { readonly [key: string]: Value }, random: Random): string {
  return new Writer(random).document(value);
}

class Writer {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  document(value: { readonly [key: string]: Value }): string {
    return `${this.#block(value, 0)}\n`;
  }

  #block(value: Value, depth: number): string {
    const indent = '  '.repeat(depth);
    if (Array.isArray(value)) return (value as readonly Value[]).map((item) => `${indent}-${this.#behind(item, depth, true)}`).join('\n');
    return Object.entries(value as { [key: string]: Value }).map(([key, each]) => `${indent}${this.#key(key)}:${this.#behind(each, depth, false)}`).join('\n');
  }

  /** What stands behind a colon or a dash. */
  #behind(value: Value, depth: number, isItem: boolean): string {
    if (value instanceof Tagged) return ` ${value.tag}${this.#behind(value.value, depth, false)}`;
    if (value instanceof Verbatim) return value.text === '' ? '' : ` ${value.text}`;
    if (value === null) return this.#random.pick(['', ' null', ' ~']);
    if (typeof value !== 'object') return ` ${this.#scalar(value)}`;
    const size = Array.isArray(value) ? value.length : Object.keys(value).length;
    if (size === 0) return Array.isArray(value) ? ' []' : ' {}';
    if (this.#random.below(4) === 0 && isShort(value)) return ` ${this.#flow(value)}`;
    const block = this.#block(value, depth + 1);
    return isItem ? ` ${block.slice(2 * (depth + 1))}` : `\n${block}`;
  }

  #flow(value: Value): string {
    if (value instanceof Tagged) return `${value.tag} ${this.#flow(value.value)}`;
    if (value instanceof Verbatim) return /[{},]/.test(value.text) && value.text.includes('$') ? JSON.stringify(value.text) : value.text;
    if (value === null || typeof value !== 'object') return value === null ? 'null' : this.#scalar(value, true);
    if (Array.isArray(value)) return `[${(value as readonly Value[]).map((item) => this.#flow(item)).join(', ')}]`;
    return `{${Object.entries(value).map(([key, each]) => `${this.#key(key)}: ${this.#flow(each)}`).join(', ')}}`;
  }

  #key(key: string): string {
    return isPlain(key) || key === '<<' ? key : JSON.stringify(key);
  }

  #scalar(value: string | number | boolean, flow = false): string {
    if (typeof value !== 'string') return String(value);
    const canBePlain = isPlain(value) && !(flow && /[,[\]{}]/.test(value));
    const style = this.#random.below(canBePlain ? 5 : 2);
    if (style >= 2) return value;
    return style === 0 && /^[^\\\n\t]*$/.test(value) ? `'${value.replaceAll('\'', '\'\'')}'` : JSON.stringify(value);
  }
}

function isShort(value: Value): boolean {
  const text = JSON.stringify(value, (_, each: unknown) => (each instanceof Tagged ? [each.tag, each.value] : each));
  return text.length < 80 && !text.includes('\\n') && !/"(?:&|!)/.test(text);
}

/** True where plain text is read as this string. */
function isPlain(text: string): boolean {
  const bare = text.replaceAll(/[\uE000\uE001]/g, '');
  return /^[A-Za-z_./$][\w./$@+*%^()~ {}?|:=,-]*$/.test(bare) && !/: |:$| #|\s$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(bare) && !/^[.\d]+(?:e\d+)?$/i.test(bare) && !/^\.(?:inf|nan)$/i.test(bare);
}

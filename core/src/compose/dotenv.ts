// The `.env` format as Compose reads it (compose-go, package dotenv): what Compose refuses is a problem here, and the
// reading goes on behind it.

import { interpolateText, type Variables } from '#core/compose/interpolate.ts';
import type { Span } from '#core/yaml/span.ts';

/** One assignment of an env file. */
export interface Assignment {
  readonly name: string;
  /** Undefined for a bare name, which takes its value from the shell. */
  readonly value: string | undefined;
  /** Where the name stands. */
  readonly span: Span;
  /** Where the value is written, with its quotes; behind a bare name nothing is. */
  readonly written: Span;
}

/** What Compose refuses an env file for. */
export interface DotenvProblem {
  readonly message: string;
  readonly span: Span;
  /** The value of a variable without a name, which Compose takes in the env file of a service. */
  readonly nameless: string | undefined;
}

export interface Dotenv {
  /** In their order. */
  readonly assignments: readonly Assignment[];
  readonly problems: readonly DotenvProblem[];
}

/** Assignments of one file that are read. Nobody writes more. */
const assignmentLimit = 50_000;

/** Reads an env file. `known` is what a reference finds before what stands above it: the shell's, and earlier env files'. */
export function readDotenv(text: string, known: Variables = new Map()): Dotenv {
  const reader = new Reader(text, known);
  while (reader.assignments.length < assignmentLimit && reader.statement());
  return reader;
}

/** The values of an env file; the last assignment of a name counts. */
export function dotenvVariables(text: string, known: Variables = new Map()): Variables {
  const variables = new Map<string, string>();
  for (const { name, value } of readDotenv(text, known).assignments) if (value !== undefined) variables.set(name, value);
  return variables;
}

const blank = /[\t\v\f\r \u0085\u00a0]*/y;
const exported = /export\s+[\t\v\f\r \u0085\u00a0]*/y;
const plainName = /^[A-Za-z0-9_.-]+$/;
const strange = /[^\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]/u;

class Reader implements Dotenv {
  readonly assignments: Assignment[] = [];
  readonly problems: DotenvProblem[] = [];
  readonly #text: string;
  readonly #known: Variables;
  readonly #own = new Map<string, string>();
  #at: number;
  /** Behind the value that was read last. */
  #end = 0;

  constructor(text: string, known: Variables) {
    this.#text = text;
    this.#known = known;
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Reads one assignment, or a comment; false at the end. */
  statement(): boolean {
    while (this.#at < this.#text.length && /\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
    if (this.#at >= this.#text.length) return false;
    if (this.#text.charAt(this.#at) === '#') this.#at = this.#lineEnd(this.#at);
    else this.#assignment();
    return true;
  }

  #assignment(): void {
    this.#skip(exported);
    const start = this.#at;
    const lineEnd = this.#lineEnd(start);
    const found = this.#text.slice(start, lineEnd).search(/[=:]/);
    const end = found === -1 ? lineEnd : start + found;
    const name = this.#text.slice(start, end).trimEnd();
    const span: Span = [start, start + name.length];
    const wrong = plainName.test(name) ? null : strange.exec(name);
    if (wrong !== null) return this.#refuse(`${wrong[0]} cannot be part of a variable's name`, [start + wrong.index, start + wrong.index + wrong[0].length], lineEnd);
    if (name.includes(' ')) return this.#refuse('A variable\'s name cannot contain a space', span, lineEnd);
    if (found === -1 && lineEnd < this.#text.length) {
      this.assignments.push({ name, value: undefined, span, written: [span[1], span[1]] });
      this.#at = lineEnd;
      return;
    }
    if (found === -1) return this.#refuse('A name without "=" must have a line break behind it', span, lineEnd, name);
    if (name === '') return this.#refuse('A name is missing before the value', [start, end + 1], lineEnd, this.#text.slice(end + 1, lineEnd).trim());
    this.#at = end + 1;
    this.#skip(blank);
    const from = this.#at;
    const value = this.#value(lineEnd);
    if (value === undefined) return;
    // A value that is not there stands right behind the sign, not behind blanks and a carriage return.
    this.assignments.push({ name, value, span, written: this.#end === from ? [end + 1, end + 1] : [from, this.#end] });
    this.#own.set(name, value);
  }

  #value(lineEnd: number): string | undefined {
    const start = this.#at;
    const quote = this.#text.charAt(start);
    if (quote !== '"' && quote !== '\'') {
      // A value that begins with # is no comment: only " #" begins one.
      const [value = ''] = this.#text.slice(start, lineEnd).split(' #', 1);
      this.#at = lineEnd;
      this.#end = start + value.trimEnd().length;
      return this.#expand(value.trimEnd(), start);
    }
    let content = '';
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const character = this.#text.charAt(at);
      const next = this.#text.charAt(at + 1);
      if (character === quote) {
        this.#at = at + 1;
        this.#end = this.#at;
        return quote === '"' ? this.#expand(unescape(content), start) : content;
      }
      if (character === '\\' && next !== '') {
        content += next === quote ? quote : character + next;
        at += 1;
      } else content += character;
    }
    return this.#refuse(`The closing ${quote} is missing`, [start, lineEnd], lineEnd);
  }

  /** Inline references to what is known and what stands above, as in `URL=http://${HOST}`. */
  #expand(value: string, start: number): string | undefined {
    if (!value.includes('$')) return value;
    const span: Span = [start, this.#at];
    const wrong: string[] = [];
    const variables = { get: (name: string) => this.#known.get(name) ?? this.#own.get(name) };
    const expanded = interpolateText({ value, file: '', span, pieces: undefined, unresolved: [] }, variables, ({ code, message }) => {
      if (code !== 'undefined-variable') wrong.push(message);
    });
    const [message] = wrong;
    return message === undefined ? expanded.value : this.#refuse(message, span, this.#at);
  }

  #refuse(message: string, span: Span, continueAt: number, nameless?: string): undefined {
    this.problems.push({ message, span, nameless });
    this.#at = continueAt;
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end === -1 ? this.#text.length : end;
  }
}

const escapes: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', $: '$$', '"': '"', '\\': '\\' };

function unescape(text: string): string {
  return text.replaceAll(/\\(0\d{0,3}|[abfnrtv$"\\])/g, (whole, escape: string) => {
    if (!escape.startsWith('0')) return escapes[escape] ?? whole;
    return /^0[0-3][0-7]{2}$/.test(escape) ? String.fromCodePoint(Number.parseInt(escape, 8)) : `\\${escape.slice(1)}`;
  });
}

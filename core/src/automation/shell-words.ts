// Shell text as the commands that it runs. What a shell works out (variables, substitutions, patterns) makes a word that is
// not known; whoever reads it stays silent about such a word.

import type { Span } from '#core/yaml/span.ts';

/** A word of a command, without its quotes. */
export interface ShellWord {
  readonly value: string;
  /** Within the text that was read. */
  readonly span: Span;
  /** False where the shell makes something else of it. */
  readonly known: boolean;
  /** True where the text holds the value character by character, within `span`. */
  readonly verbatim: boolean;
}

/** One simple command. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** The files that it writes by `>`. */
  readonly writes: readonly ShellWord[];
  /** How many `(` it stands in: a change of folder ends with them. */
  readonly depth: number;
  /** What stands behind it: `&&`, `||`, `|`, `;`, `)`, a line break or nothing. */
  readonly operator: string;
}

const operators = ['&&', '||', ';;', '|&', '|', ';', '&', '(', ')', '\n'] as const;

/** Words that stand before a command without being one. */
const openings = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);

const plainPart = /^[^\s;|&()<>'"\\$`]+/;

/** The commands of a text in their order. Here-documents and comments are passed over. */
export function shellCommands(text: string): readonly ShellCommand[] {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #commands: ShellCommand[] = [];
  readonly #hereDocuments: { readonly end: string; readonly indented: boolean }[] = [];
  #words: ShellWord[] = [];
  #writes: ShellWord[] = [];
  #depth = 0;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly ShellCommand[] {
    while (this.#at < this.#text.length) this.#step();
    this.#end('');
    return this.#commands;
  }

  #step(): void {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest.startsWith('\\\n')) this.#at += 2;
    else if (/^[ \t\r]/.test(rest)) this.#at += 1;
    else if (rest.startsWith('#')) this.#at = this.#lineEnd();
    else if (/^(?:\d?[<>]|&>)/.test(rest)) this.#redirect();
    else {
      const operator = operators.find((each) => rest.startsWith(each));
      if (operator === undefined) this.#words.push(this.#word());
      else this.#operator(operator);
    }
  }

  #operator(operator: string): void {
    this.#at += operator.length;
    this.#end(operator);
    if (operator === '(') this.#depth += 1;
    if (operator === ')') this.#depth = Math.max(0, this.#depth - 1);
    if (operator === '\n') for (let next = this.#hereDocuments.shift(); next !== undefined; next = this.#hereDocuments.shift()) this.#skipHereDocument(next);
  }

  #end(operator: string): void {
    const from = this.#words.findIndex(({ value }) => !openings.has(value));
    const words = from === -1 ? [] : this.#words.slice(from);
    if (words.length > 0 || this.#writes.length > 0) this.#commands.push({ words, writes: this.#writes, depth: this.#depth, operator });
    this.#words = [];
    this.#writes = [];
  }

  #redirect(): void {
    const [sign = ''] = /^(?:&>>?|\d?(?:<<<|<<-?|<>|>>|>\||[<>]&?))/.exec(this.#text.slice(this.#at, this.#at + 5)) ?? [];
    this.#at += Math.max(1, sign.length);
    while (/[ \t]/.test(this.#text.charAt(this.#at))) this.#at += 1;
    if (this.#at >= this.#text.length || this.#text.charAt(this.#at) === '\n') return;
    const word = this.#word();
    if (/<<-?$/.test(sign)) this.#hereDocuments.push({ end: word.value, indented: sign.endsWith('-') });
    else if (sign.includes('>') && !sign.endsWith('&')) this.#writes.push(word);
  }

  #skipHereDocument({ end, indented }: { readonly end: string; readonly indented: boolean }): void {
    while (this.#at < this.#text.length) {
      const stop = this.#lineEnd();
      const line = this.#text.slice(this.#at, stop);
      this.#at = stop + 1;
      if ((indented ? line.trimStart() : line) === end) return;
    }
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #word(): ShellWord {
    const start = this.#at;
    let value = '';
    let known = true;
    let pieces = 0;
    let inner: Span | undefined;
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      if (/[\s;|&()<>]/.test(char)) break;
      pieces += 1;
      if (char === '\'' || char === '"') {
        const from = this.#at + 1;
        const part = this.#quoted(char);
        inner = [from, this.#at - 1];
        value += part.value;
        known &&= part.known;
      } else if (char === '\\') {
        value += this.#text.charAt(this.#at + 1);
        inner = undefined;
        pieces += 1;
        this.#at += 2;
      } else if (char === '$' || char === '`') {
        this.#skipExpansion();
        known = false;
      } else {
        const [plain = char] = plainPart.exec(this.#text.slice(this.#at, this.#at + 1_000)) ?? [];
        if (/[*?[\]{}]/.test(plain) || (value === '' && plain.startsWith('~'))) known = false;
        value += plain;
        inner = [this.#at, this.#at + plain.length];
        this.#at += plain.length;
      }
    }
    if (this.#at === start) this.#at += 1;
    const span = pieces === 1 && inner !== undefined ? inner : [start, this.#at] as const;
    return { value, span, known, verbatim: known && this.#text.slice(span[0], span[1]) === value };
  }

  /** The text in quotes that begin here. */
  #quoted(quote: string): { readonly value: string; readonly known: boolean } {
    this.#at += 1;
    let value = '';
    let known = true;
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== quote) {
      const char = this.#text.charAt(this.#at);
      if (quote === '"' && char === '\\') {
        value += this.#text.charAt(this.#at + 1);
        this.#at += 2;
      } else if (quote === '"' && (char === '$' || char === '`')) {
        this.#skipExpansion();
        known = false;
      } else {
        value += char;
        this.#at += 1;
      }
    }
    this.#at += 1;
    return { value, known };
  }

  /** Goes over `$name`, `${…}`, `$(…)`, GitHub's `${{ … }}` and a pair of backticks. */
  #skipExpansion(): void {
    // A Makefile writes `$$` for the shell's own `$`.
    if (this.#text.startsWith('$$', this.#at)) this.#at += 1;
    const rest = this.#text.slice(this.#at, this.#at + 200);
    if (rest.startsWith('`')) {
      const end = this.#text.indexOf('`', this.#at + 1);
      this.#at = end === -1 ? this.#text.length : end + 1;
      return;
    }
    const opening = rest.charAt(1);
    const closing = opening === '{' ? '}' : opening === '(' ? ')' : undefined;
    if (closing === undefined) {
      this.#at += Math.max(1, (/^\$(?:\w+|[^\s\w'"/])?/.exec(rest)?.[0] ?? '$').length);
      return;
    }
    let open = 0;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (opening === '(' && (char === '\'' || char === '"')) {
        const end = this.#text.indexOf(char, this.#at + 1);
        if (end !== -1) this.#at = end;
      }
      if (char === opening) open += 1;
      if (char === closing) open -= 1;
      if (open === 0) break;
    }
    this.#at += 1;
  }
}

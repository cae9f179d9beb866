// Words of a Dockerfile with their variables replaced and their quotes taken away, as BuildKit does it (shell/lex.go).

/** What variables are worth; undefined where that cannot be known. */
export interface Known {
  get(name: string): string | undefined;
}

/** Characters of a value: a longer one is no path, and variables that name each other twice grow without end. */
const longest = 32_768;

/**
 * A word as the builder takes it, or undefined where that cannot be known: a name that nothing sets may come with the image, a quote may not end.
 */
export function expand(text: string, values: Known, escape = '\\'): string | undefined {
  // Most words have nothing to replace.
  return /["'$\\`]/.test(text) ? new Expansion(text, values, escape).all() : text;
}

class Expansion {
  readonly #text: string;
  readonly #values: Known;
  readonly #escape: string;
  #at = 0;
  #depth = 0;
  #known = true;

  constructor(text: string, values: Known, escape: string) {
    this.#text = text;
    this.#values = values;
    this.#escape = escape;
  }

  all(): string | undefined {
    const expanded = this.#until('');
    return this.#known ? expanded : undefined;
  }

  /** Up to a character that is not in quotes. */
  #until(end: string): string {
    let out = '';
    while (this.#at < this.#text.length && this.#known) {
      if (out.length > longest) this.#known = false;
      const character = this.#text.charAt(this.#at);
      if (character === end) return out;
      this.#at += 1;
      if (character === '\'') out += this.#single();
      else if (character === '"') out += this.#double();
      else if (character === '$') out += this.#dollar();
      else if (character === this.#escape) {
        out += this.#text.charAt(this.#at);
        this.#at += 1;
      } else out += character;
    }
    if (end !== '') this.#known = false;
    return out;
  }

  #single(): string {
    const end = this.#text.indexOf('\'', this.#at);
    if (end === -1) this.#known = false;
    const inner = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end + 1;
    return inner;
  }

  #double(): string {
    let out = '';
    while (this.#at < this.#text.length && this.#known && out.length <= longest) {
      const character = this.#text.charAt(this.#at);
      this.#at += 1;
      if (character === '"') return out;
      const next = this.#text.charAt(this.#at);
      if (character === '$') out += this.#dollar();
      else if (character === this.#escape && (next === '"' || next === '$' || next === this.#escape)) {
        out += next;
        this.#at += 1;
      } else out += character;
    }
    this.#known = false;
    return out;
  }

  #dollar(): string {
    const plain = /[A-Za-z_]\w*/y;
    const braced = /\{([A-Za-z_]\w*)(:?[-+])?/y;
    plain.lastIndex = this.#at;
    const name = plain.exec(this.#text)?.[0];
    if (name !== undefined) {
      this.#at += name.length;
      return this.#value(name);
    }
    braced.lastIndex = this.#at;
    const match = braced.exec(this.#text);
    if (match === null || this.#depth > 20) {
      // `$1`, `$(…)`, `${x#…}`; a lone dollar stays.
      if (/[\w{(@*#?!]/.test(this.#text.charAt(this.#at))) this.#known = false;
      return '$';
    }
    this.#at += match[0].length;
    const { 1: variable = '', 2: operator } = match;
    if (operator === undefined) {
      if (this.#text.charAt(this.#at) !== '}') this.#known = false;
      this.#at += 1;
      return this.#value(variable);
    }
    this.#depth += 1;
    const before = this.#known;
    const argument = this.#until('}');
    this.#at += 1;
    this.#depth -= 1;
    const value = this.#values.get(variable);
    if (value === undefined) this.#known = false;
    const isSet = value !== '' || !operator.startsWith(':');
    // What the variable hides need not be known.
    if (value !== undefined && isSet === operator.endsWith('-')) this.#known = before;
    return isSet === operator.endsWith('+') ? argument : operator.endsWith('+') ? '' : value ?? '';
  }

  #value(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined || value.length > longest) this.#known = false;
    return value ?? '';
  }
}

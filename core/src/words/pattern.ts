// Regular expressions of a repository, matched in time that grows with the text alone: a pattern that somebody wrote into
// a workspace must not be able to stop the editor. It knows what patterns for values need: characters, classes, groups,
// alternatives and repetition; no references back and no looking around.

/** A pattern that was read. */
export interface Pattern {
  readonly source: string;
  /** Whether the whole text is of this form. */
  matches(text: string): boolean;
}

/** Steps that a pattern may have: `{1,1000}` is a thousand of them and more. */
const stepLimit = 1_000;

type Test = (character: string) => boolean;

/** A state of the automaton: it takes one character, or leads on without any. */
interface State {
  readonly test: Test | undefined;
  readonly next: number[];
}

/** Reads a pattern; undefined for one that is broken, or uses what is not known here. `^` and `$` around it say nothing new. */
export function readPattern(source: string): Pattern | undefined {
  try {
    const reader = new Reader(Array.from(source.replace(/^\^/, '').replace(/(?<!\\)((?:\\\\)*)\$$/, '$1')));
    const { states, start, end } = reader.whole();
    return { source, matches: (text) => run(states, start, end, text) };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Thrown and caught within this file. */
class Unreadable extends Error {}

function run(states: readonly State[], start: number, end: number, text: string): boolean {
  let now = reached(states, [start]);
  for (const character of text) {
    now = reached(states, [...now].flatMap((at) => (states[at]?.test?.(character) === true ? states[at].next : [])));
    if (now.size === 0) return false;
  }
  return now.has(end);
}

/** The states that are reached without a character more. */
function reached(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [...from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    const state = states[at];
    if (state !== undefined && state.test === undefined) waiting.push(...state.next);
  }
  return found;
}

/** A part of the automaton: entered at `start`, left at `end`. */
interface Part {
  readonly start: number;
  readonly end: number;
}

class Reader {
  readonly #characters: readonly string[];
  readonly #states: State[] = [];
  #at = 0;
  #depth = 0;

  constructor(characters: readonly string[]) {
    this.#characters = characters;
  }

  whole(): Part & { readonly states: readonly State[] } {
    const part = this.#alternatives();
    if (this.#at < this.#characters.length) throw new Unreadable();
    return { ...part, states: this.#states };
  }

  #alternatives(): Part {
    if ((this.#depth += 1) > 50) throw new Unreadable();
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    this.#depth -= 1;
    const end = this.#state(undefined);
    for (const part of parts) this.#lead(part.end, end);
    return { start: this.#state(undefined, parts.map(({ start }) => start)), end };
  }

  #sequence(): Part {
    const start = this.#state(undefined);
    let end = start;
    while (this.#at < this.#characters.length && this.#now !== '|' && this.#now !== ')') {
      const part = this.#repeated();
      this.#lead(end, part.start);
      end = part.end;
    }
    return { start, end };
  }

  /** An atom as often as is said behind it. It is read again for each time that it may stand there. */
  #repeated(): Part {
    const from = this.#at;
    let part = this.#atom();
    const [least, most] = this.#counts();
    const behind = this.#at;
    const again = (): Part => {
      this.#at = from;
      return this.#atom();
    };
    const end = this.#state(undefined);
    const start = this.#state(undefined);
    let last = start;
    for (let times = 0; times < Math.max(least, most === Infinity ? 1 : most); times += 1) {
      if (times > 0) part = again();
      if (times >= least) this.#lead(last, end);
      this.#lead(last, part.start);
      last = part.end;
    }
    this.#lead(last, end);
    if (most === Infinity) this.#lead(last, part.start);
    this.#at = behind;
    return { start, end };
  }

  #counts(): readonly [least: number, most: number] {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    const [whole, least = '', comma, most = ''] = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#characters.slice(this.#at, this.#at + 11).join('')) ?? [];
    if (whole === undefined) return [1, 1];
    this.#at += whole.length;
    const range = [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)] as const;
    if (range[1] < range[0]) throw new Unreadable();
    return range;
  }

  #atom(): Part {
    const character = this.#next();
    if ('*+?{)^$'.includes(character)) throw new Unreadable();
    if (character === '(') {
      if (this.#takes('?') && !this.#takes(':')) throw new Unreadable();
      const part = this.#alternatives();
      if (!this.#takes(')')) throw new Unreadable();
      return part;
    }
    const test: Test = character === '[' ? this.#class() : character === '.' ? (each) => each !== '\n' : character === '\\' ? escaped(this.#next()) : (each) => each === character;
    const end = this.#state(undefined);
    return { start: this.#state(test, [end]), end };
  }

  #class(): Test {
    const isNot = this.#takes('^');
    const tests: Test[] = [];
    while (!this.#takes(']')) {
      const from = this.#next();
      if (from === '\\') {
        tests.push(escaped(this.#next()));
        continue;
      }
      if (this.#now === '-' && this.#characters[this.#at + 1] !== ']') {
        this.#at += 1;
        const to = this.#next();
        if (to === '\\' || to < from) throw new Unreadable();
        tests.push((each) => each >= from && each <= to);
      } else tests.push((each) => each === from);
    }
    return (each) => tests.some((test) => test(each)) !== isNot;
  }

  get #now(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#now;
    if (character === undefined) throw new Unreadable();
    this.#at += 1;
    return character;
  }

  #takes(character: string): boolean {
    if (this.#now !== character) return false;
    this.#at += 1;
    return true;
  }

  #state(test: Test | undefined, next: number[] = []): number {
    if (this.#states.length >= stepLimit) throw new Unreadable();
    return this.#states.push({ test, next: [...next] }) - 1;
  }

  #lead(from: number, to: number): void {
    this.#states[from]?.next.push(to);
  }
}

/** `\d` and its like, and any sign for itself. */
function escaped(character: string): Test {
  const kinds: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };
  const kind = kinds[character];
  if (kind !== undefined) return (each) => kind.test(each);
  if (character === 'n') return (each) => each === '\n';
  if (character === 't') return (each) => each === '\t';
  if (/[A-Za-z0-9]/.test(character)) throw new Unreadable();
  return (each) => each === character;
}

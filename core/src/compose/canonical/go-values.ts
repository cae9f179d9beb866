// Values as Go reads and prints them: durations, sizes of memory, numbers, words of a command line.

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, 'µs': 1e3, 'μs': 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9, d: 86400e9, w: 604800e9 };

/** Nanoseconds of a duration such as `1h30m` (`d` and `w` are the newest Compose's); undefined where it is none. */
export function readDuration(text: string): number | undefined {
  const match = /^([-+]?)((?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+$/.exec(text);
  if (match === null) return text === '0' || text === '+0' || text === '-0' ? 0 : undefined;
  let sum = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/g)) sum += Number(count) * (units[unit] ?? 0);
  return match[1] === '-' ? -sum : sum;
}

/** A duration as Go prints it: `1m30s`, `1.5s`, `250ms`. */
export function printDuration(nanoseconds: number): string {
  const sign = nanoseconds < 0 ? '-' : '';
  const all = Math.round(Math.abs(nanoseconds));
  if (all === 0) return '0s';
  if (all < 1e3) return `${sign}${all}ns`;
  if (all < 1e6) return `${sign}${all / 1e3}µs`;
  if (all < 1e9) return `${sign}${all / 1e6}ms`;
  const hours = Math.floor(all / 3600e9);
  const minutes = Math.floor((all - hours * 3600e9) / 60e9);
  const seconds = `${(all - hours * 3600e9 - minutes * 60e9) / 1e9}s`;
  return sign + (hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds);
}

/** Bytes of a size such as `512m` (docker/go-units, RAMInBytes); undefined where it is none. */
export function readBytes(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+) ?(?:([bkmgtp])|([kmgtp])(?:i?b))?$/i.exec(text);
  if (match === null) return undefined;
  const power = 'bkmgtp'.indexOf((match[2] ?? match[3] ?? 'b').toLowerCase());
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

/** A number as Go's `%v` prints it. */
export function printNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || Number.isInteger(value) && size < 1e21 || size >= 1e-4 && size < 1e21) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}

/** The number that is left of one in 32 bits, in as few digits as tell it from others. */
export function singlePrecision(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return single;
}

/**
 * The words of a command line; undefined where Compose cannot split it (mattn/go-shellwords): an open quote or brace,
 * a `(` that is not behind `$`. Everything from a `;`, `&`, `|`, `<` or `>` on is cut off.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = '';
  let begun = false;
  let open: '' | '"' | '\'' | '`' | '$(' = '';
  let escaped = false;
  for (const character of line) {
    if (escaped) {
      word += character;
      begun = true;
      escaped = false;
    } else if (character === '\\' && open !== '\'') escaped = true;
    else if (/[ \t\r\n]/.test(character)) {
      if (open !== '') word += character;
      else if (begun) {
        words.push(word);
        word = '';
        begun = false;
      }
    } else if (character === '"' && open !== '\'' && open !== '$(' && open !== '`') {
      if (open === '"') begun = true;
      open = open === '"' ? '' : '"';
    } else if (character === '\'' && open !== '"' && open !== '$(' && open !== '`') {
      if (open === '\'') begun = true;
      open = open === '\'' ? '' : '\'';
    } else {
      if (open === '' && /[;&|<>]/.test(character)) {
        // A number before `>` names a channel and is no word.
        if (character === '>' && /^\d/.test(word)) begun = false;
        break;
      }
      if (character === '(' && open === '') {
        if (!word.endsWith('$')) return undefined;
        open = '$(';
      } else if (character === ')' && open === '$(') open = '';
      else if (character === ')' && open === '') open = '$(';
      else if (character === '`' && (open === '' || open === '`')) open = open === '`' ? '' : '`';
      word += character;
      begun = true;
    }
  }
  if (begun) words.push(word);
  return escaped || open !== '' ? undefined : words;
}

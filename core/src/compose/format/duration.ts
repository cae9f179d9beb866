// Durations as Compose reads them (go-str2duration): numbers with units, one behind the other, weeks and days too.

import type { Fault, Format } from '#core/compose/format/format.ts';

/** In nanoseconds. */
const units: ReadonlyMap<string, number> = new Map([['ns', 1], ['us', 1e3], ['µs', 1e3], ['μs', 1e3], ['ms', 1e6], ['s', 1e9], ['m', 60e9], ['h', 3600e9], ['d', 86_400e9], ['w', 604_800e9]]);
const longest = 2 ** 63;

/** `1h30m`, `10s`, `500ms`; every number needs a unit, 0 alone does not. */
export const duration: Format = {
  what: 'a duration', example: '30s',
  fault(text): Fault | undefined {
    let at = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
    let total = 0;
    if (text.slice(at) === '0') return undefined;
    if (at === text.length) return { message: `"${text}" is no duration: write a number and a unit, as in 30s` };
    while (at < text.length) {
      const start = at;
      const whole = digits(text, at);
      at = whole;
      if (text.charAt(at) === '.') {
        const fraction = digits(text, at + 1);
        if (whole === start && fraction === at + 1) return { message: `"${text}" is no duration: write a number and a unit, as in 30s` };
        at = fraction;
      }
      if (at === start) return { message: `"${text}" is no duration: write a number and a unit, as in 30s` };
      const unit = unitEnd(text, at);
      const name = text.slice(at, unit);
      if (name === '') return { message: `"${text}" has no unit: write ${text}s for seconds`, ...(start === 0 ? { instead: `${text}s` } : {}) };
      const length = units.get(name);
      if (length === undefined) return unknownUnit(name, at, unit);
      total += Number(text.slice(start, at)) * length;
      if (total >= longest) return { message: `"${text}" is longer than Compose can count` };
      at = unit;
    }
    return undefined;
  },
};

function unknownUnit(name: string, from: number, to: number): Fault {
  const meant = name.trim().toLowerCase();
  const short = units.has(meant) ? meant : meant.startsWith('mil') ? 'ms' : /^(?:s|m|h|d|w)/.test(meant) && meant.length > 2 ? meant.charAt(0) : undefined;
  return {
    message: `"${name.trim()}" is no unit of time: use ms, s, m, h, d or w, as in 1m30s`,
    from, to, ...(short === undefined ? {} : { instead: short }),
  };
}

function digits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function unitEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== '.' && !isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

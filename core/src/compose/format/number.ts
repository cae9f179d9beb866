// Numbers and truth values in quotes or out of a variable: what Go's strconv reads, which is less than YAML.

import type { Fault, Format } from '#core/compose/format/format.ts';
import { nearest } from '#core/words/nearest.ts';

/** Go's ParseInt with base 10, and nothing beyond 64 bits. */
export const wholeNumber: Format = {
  what: 'a whole number', example: '3', numeric: true,
  fault: (text) => (isWholeNumber(text) ? undefined : { message: `"${text}" is no whole number` }),
};

/** Go's ParseFloat without infinity, which no JSON can hold. */
export const decimalNumber: Format = {
  what: 'a number', example: '0.5', numeric: true,
  fault: (text) => (isDecimalNumber(text) ? undefined : { message: `"${text}" is no number` }),
};

/** Go's ParseUint with any base: 022 and 0o22 are octal. */
export const mask: Format = {
  what: 'a mask', example: '"022"', numeric: true,
  fault: (text) => (/^(?:0x(?:_?[0-9a-f])+|0b(?:_?[01])+|0o(?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/i.test(text) ? undefined : { message: `"${text}" is no mask: write an octal number, as in "022"` }),
};

/** Permissions of a file in quotes, always octal. */
export const fileMode: Format = {
  what: 'an octal mode', example: '"0440"',
  fault: (text) => (/^[+-]?[0-7]+$/.test(text) ? undefined : { message: `"${text}" is no octal mode: write digits from 0 to 7, as in "0440"` }),
};

const truths = ['true', 'false', 'yes', 'no', 'y', 'n', 'on', 'off'];

/** What Compose casts to true or false, in any case. */
export const truth: Format = {
  what: 'true or false', example: 'true',
  fault(text): Fault | undefined {
    if (text === 'true' || text === 'false' || truths.includes(text.toLowerCase())) return undefined;
    const meant = text === '1' ? 'true' : text === '0' ? 'false' : nearest(text.toLowerCase(), ['true', 'false']);
    return { message: `"${text}" is neither true nor false`, ...(meant === undefined ? {} : { instead: meant }) };
  },
};

/** How many devices: all of them, or a number. */
export const deviceCount: Format = {
  what: 'all or a number', example: 'all',
  fault: (text) => (text.toLowerCase() === 'all' || isWholeNumber(text) ? undefined : { message: `"${text}" is neither all nor a number` }),
};

/** True for digits with a sign or none, within 64 bits. */
export function isWholeNumber(text: string): boolean {
  let at = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
  if (at === text.length) return false;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  if (text.length < 19) return true;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

function isDecimalNumber(text: string): boolean {
  return /^[+-]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(Math.fround(Number(text.replaceAll('_', ''))))
    || /^[+-]?0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*[pP][+-]?\d+$/.test(text);
}

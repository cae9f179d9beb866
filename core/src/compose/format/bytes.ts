// Sizes of memory and files as Compose reads them (go-units, RAMInBytes): a number and one unit of 1024s.

import type { Fault, Format } from '#core/compose/format/format.ts';
import { isWholeNumber } from '#core/compose/format/number.ts';

/** `512m`, `1.5gb`, `64 KiB`, a plain number of bytes, and -1. */
export const byteSize: Format = {
  what: 'a size', example: '512m',
  fault(text): Fault | undefined {
    if (isWholeNumber(text)) return undefined;
    let last = text.length - 1;
    while (last >= 0 && !isPartOfNumber(text.charCodeAt(last))) last -= 1;
    const unit = text.slice(last + 1).toLowerCase();
    const number = text.charAt(last) === ' ' ? text.slice(0, last) : text.slice(0, last + 1);
    if (!/^\+?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number)) return { message: `"${text}" is no size: write a number and a unit, as in 512m` };
    if (unit === '' || unit === 'b' || /^[kmgtp](?:i?b)?$/.test(unit)) return undefined;
    const short = /^[kmgtp]/.exec(unit)?.[0];
    return {
      message: `"${text.slice(last + 1)}" is no unit of size: use b, k, m, g or t, as in 512m`,
      from: last + 1, to: text.length, ...(short === undefined ? {} : { instead: short }),
    };
  },
};

function isPartOfNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46 || code === 32;
}

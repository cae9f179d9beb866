// The kinds of values that the tables share: what Compose reads as a truth value, a size, a duration.

import { byteSize } from '#core/compose/format/bytes.ts';
import { duration as durationFormat } from '#core/compose/format/duration.ts';
import { decimalNumber, truth, wholeNumber } from '#core/compose/format/number.ts';
import * as notation from '#core/compose/spec/attribute.ts';
import type { Attribute } from '#core/compose/spec/attribute.ts';

type Options = Parameters<typeof notation.flag>[2];
type NumberOptions = Parameters<typeof notation.number>[3];

/** True or false, in every spelling that Compose takes. */
export function flag(docs: string, options?: Options): Attribute {
  return notation.flag(docs, truth, options);
}

/** A whole number, plain or quoted. */
export function whole(docs: string, options?: NumberOptions): Attribute {
  return notation.number(docs, 'whole', wholeNumber, options);
}

/** A whole number; Compose cuts a plain 1.5 to 1 and refuses a quoted one. */
export function amount(docs: string, options?: NumberOptions): Attribute {
  return notation.number(docs, 'any', wholeNumber, options);
}

/** A number with or without decimals, plain or quoted. */
export function decimal(docs: string, options?: NumberOptions): Attribute {
  return notation.number(docs, 'any', decimalNumber, options);
}

/** A length of time. Plain numbers are refused: they have no unit. */
export function duration(docs: string, options?: Options): Attribute {
  return notation.text(docs, { ...options, format: durationFormat });
}

/** A size in bytes: text with a unit, or a plain number where `numbers` allows one. */
export function size(docs: string, numbers: 'none' | 'whole' | 'any', options?: Options & { readonly min?: number }): Attribute {
  return numbers === 'none' ? notation.text(docs, { ...options, format: byteSize }) : notation.number(docs, numbers, byteSize, options);
}

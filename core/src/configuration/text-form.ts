// How texts of `composure.yaml` must look, as patterns: our own checks and the schema for other editors read the same.

import type { Format } from '#core/compose/format/format.ts';
import { number, plainNumber, type Attribute } from '#core/compose/spec/attribute.ts';

/** A format that a regular expression holds whole; of the kind that JavaScript and JSON Schema share. */
export interface TextForm extends Format {
  readonly pattern: string;
}

/** A text that a pattern matches from its first letter to its last. `what` has its article: "a time". */
export function textForm(what: string, example: string, pattern: string): TextForm {
  const anchored = `^(?:${pattern})$`;
  const whole = new RegExp(anchored, 'u');
  return { what, example, pattern: anchored, fault: (text) => (whole.test(text) ? undefined : { message: `"${text}" is not ${what}, as in ${example}` }) };
}

/** The same where `${…}` is filled in: what such a text will be cannot be known. */
export function withVariables({ what, example, pattern }: TextForm): TextForm {
  return textForm(what, example, `${pattern}|[^$]*\\$[\\s\\S]*`);
}

const plainWhole = textForm('a whole number', '5', '\\d{1,9}');

/** A whole number between two others, plain or as a text. */
export function whole(docs: string, min: number, max: number, { form = plainWhole, example }: { readonly form?: TextForm; readonly example?: string } = {}): Attribute {
  return number(docs, 'whole', { ...form, numeric: true }, { min, max, ...example === undefined ? {} : { example } });
}

/** The same where `${…}` is filled in. */
export function wholeOrVariable(docs: string, min: number, max: number, example?: string): Attribute {
  return whole(docs, min, max, { form: withVariables(plainWhole), ...example === undefined ? {} : { example } });
}

/** What a list, and a text, must not be; as `never` of an attribute. */
export const emptyList: object = { type: 'array', maxItems: 0 };
export const emptyText: object = { type: 'string', maxLength: 0 };

/** True, false, or how many. */
export function flagOrCount(docs: string): Attribute {
  const counted = plainNumber(docs, 'whole', { min: 0 });
  return { ...counted, scalar: counted.scalar && { ...counted.scalar, what: 'true, false or a whole number', boolean: true, known: ['true', 'false'] } };
}

/** `512m`, `8g`, `1.5GiB`, as Compose writes sizes. */
export const bytes = textForm('a size', '8g', '\\d+(?:\\.\\d+)? ?(?:[kKmMgGtT](?:[iI]?[bB])?|[bB])?');

/** A size; a plain number counts bytes. */
export function size(docs: string): Attribute {
  return number(docs, 'whole', bytes, { min: 0 });
}

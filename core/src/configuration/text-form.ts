// How texts of `composure.yaml` must look, as patterns: our own checks and the schema for other editors read the same.

import type { Format } from '#core/compose/format/format.ts';

/** A format that a regular expression holds whole; of the kind that JavaScript and JSON Schema share. */
export interface TextForm extends Format {
  readonly pattern: string;
}

/** A text that a pattern matches from its first letter to its last. `what` has its article: "a time". */
export function textForm(what: string, example: string, pattern: string): TextForm {
  const whole = new RegExp(`^(?:${pattern})$`);
  return {
    what, example, pattern: `^(?:${pattern})$`,
    fault: (text) => (whole.test(text) ? undefined : { message: `"${text}" is not ${what}, as in ${example}` }),
  };
}

/** The same where `${…}` is filled in: what such a text will be cannot be known. */
export function withVariables({ what, example, pattern }: TextForm): TextForm {
  return textForm(what, example, `${pattern}|[^$]*\\$[^]*`);
}

/** `512m`, `8g`, `1.5GiB`, as Compose writes sizes. */
export const bytes = textForm('a size', '8g', '\\d+(?:\\.\\d+)? ?(?:[kKmMgGtT](?:[iI]?[bB])?|[bB])?');

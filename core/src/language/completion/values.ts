// Values that the specification knows, and how a value is written so that YAML reads it as text.

import type { Attribute } from '#core/compose/spec/attribute.ts';
import { byteSize } from '#core/compose/format/bytes.ts';
import { duration } from '#core/compose/format/duration.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';

const durations = ['5s', '10s', '30s', '1m', '5m'];
const sizes = ['128m', '256m', '512m', '1g', '2g'];

/** The values that are known for an attribute. */
export function valueSuggestions({ scalar }: Attribute, quote: string): readonly Suggestion[] {
  if (scalar === undefined) return [];
  const known = scalar.known.length > 0 ? scalar.known : scalar.format === duration ? durations : scalar.format === byteSize ? sizes : [];
  return known.filter((value) => !/^(?:service|container):$/.test(value)).map((value, rank) => ({
    label: value, kind: 'value', rank, text: scalar.boolean && /^(?:true|false)$/.test(value) ? value : asText(value, quote),
  }));
}

/** Plain words of YAML 1.1 and 1.2 that are no text. */
const noText = /^(?:[-+]?\.?\d[\d_.eE+-]*(?::[\d.]+)*|0[xo][\da-fA-F]+|true|false|yes|no|on|off|null|~|y|n|)$/i;

/** A text as a scalar: in quotes where it would be read as something else, or broken. */
export function asText(value: string, quote: string): string {
  if (quote !== '') return value;
  return noText.test(value) || /^[\s&*!|>%@`"'#[\]{},?:-]|: |:$| #|\s$/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value;
}

// Mappings of options that are handed to a driver: Compose looks at no more than the types of their values.

import { mapOf, pairs, textOrNumber, type Attribute } from '#core/compose/spec/attribute.ts';

type MapOptions = Parameters<typeof mapOf>[2];

/** Options of a driver. */
export function driverOptions(docs: string, options?: MapOptions): Attribute {
  return mapOf(docs, textOrNumber('Value of the option', 'any'), { example: 'key: value', ...options });
}

/** Labels, as a mapping or as a list. */
export function labels(docs: string, options?: Parameters<typeof pairs>[1]): Attribute {
  return pairs(docs, { example: 'com.example.team: web', ...options });
}

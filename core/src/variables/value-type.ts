// What a value has to be, by the type that `composure.yaml` says of its variable.

import { byteSize } from '#core/compose/format/bytes.ts';
import { duration } from '#core/compose/format/duration.ts';
import type { ValueType, Variable } from '#core/variables/variable.ts';

interface Kind {
  /** With its article: "a port". */
  readonly what: string;
  readonly test: (value: string) => boolean;
}

const kinds: Readonly<Record<ValueType, Kind>> = {
  string: { what: 'text', test: () => true },
  enum: { what: 'one of its values', test: () => true },
  number: { what: 'a number', test: (value) => /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(value) },
  boolean: { what: 'true or false', test: (value) => /^(?:true|false|yes|no|on|off|1|0)$/i.test(value) },
  port: { what: 'a port from 1 to 65535', test: (value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535 },
  // Addresses of databases have several hosts, and none at all: no more is asked than a scheme and what follows it.
  url: { what: 'a URL', test: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value) },
  email: { what: 'an email address', test: (value) => /^[^\s@]+@[^\s@]+$/.test(value) },
  uuid: { what: 'a UUID', test: (value) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) },
  duration: { what: 'a duration such as 30s', test: (value) => duration.fault(value) === undefined },
  bytes: { what: 'a size such as 512m', test: (value) => byteSize.fault(value) === undefined },
};

/** Characters. A longer value is not held against a pattern. */
const longestMatched = 2_000;

/** What the value should be and is not, with its article: "a port from 1 to 65535"; undefined where it is right. */
export function wrongValue({ type, values, pattern }: Pick<Variable, 'type' | 'values' | 'pattern'>, value: string): string | undefined {
  if (values.length > 0 && !values.includes(value)) return `one of ${values.join(', ')}`;
  const { what, test } = kinds[type];
  if (!test(value)) return what;
  return pattern === undefined || value.length > longestMatched || pattern.matches(value) ? undefined : `of the form ${pattern.source}`;
}

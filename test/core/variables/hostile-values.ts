// Values with all that has a meaning somewhere between a YAML file, an env file and Compose.

import { random } from '../../support/random.ts';

const pieces = ['a', 'Z', '0', ' ', '  ', '"', '\'', '\\', '\\\\', '$', '$$', '${', '}', '${A}', '${A:-x}', '#', ' #', '=', ':', '\n', '\r', '\r\n', '\t', '`', '!', '%', '&', ',', '\\n', '\\$', '\\0', '\\061', '\\"', 'é', '✓', '/', '.', '-', '(', ')', '|', ';', '<', '*', '~', '@', '\u00a0', '\u0085'];

/** Some values by name; the same ones for the same seed. */
export function hostileValues(seed: number, count: number): Readonly<Record<string, string>> {
  const { below, pick } = random(seed);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => {
    return [`V${index}`, pieces[index] ?? Array.from({ length: 1 + below(8) }, () => pick(pieces)).join('')];
  }));
}

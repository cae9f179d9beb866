// What follows from a variable when it changes.

import { publicName } from '#core/variables/variable.ts';
import type { Variables } from '#core/variables/read-variables.ts';

/** The variables that are made of one, of its public key, or of one of these. */
export function dependentsOf(name: string, variables: Variables): readonly string[] {
  const found = new Set([name]);
  if (variables.get(name)?.generate?.kind === 'key-pair') found.add(publicName(name));
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { name: other, generate } of variables.values()) if (generate?.kind === 'from' && generate.uses.some((each) => found.has(each))) found.add(other);
  }
  return [...found].filter((each) => each !== name);
}

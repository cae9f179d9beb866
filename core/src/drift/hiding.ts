// Values as they may be shown: none that is called like a secret or described as one, and none into which a variable brings one.

import type { Project } from '#core/compose/model.ts';
import { isSecretName, mask, shown } from '#core/language/masking.ts';

/** Shows a value by its name. */
export type Show = (name: string, value: string) => string;

/** Shorter values stand in too many texts by chance to be looked for. */
const shortest = 4;

/** How the values of a project are shown; `described` are the names that its team says are secrets. */
export function showing({ variables, variablesOf }: Project, described: ReadonlySet<string>): Show {
  const isSecret = (name: string): boolean => described.has(name) || isSecretName(name);
  const secrets = new Set([variables, ...variablesOf.values()].flatMap((all) => [...all].filter(([name, value]) => value.length >= shortest && isSecret(name)).map(([, value]) => value)));
  const longestFirst = [...secrets].toSorted((one, other) => other.length - one.length);
  return (name, value) => {
    if (value !== '' && described.has(name)) return mask;
    return longestFirst.reduce((text, secret) => text.replaceAll(secret, mask), shown(name, value));
  };
}

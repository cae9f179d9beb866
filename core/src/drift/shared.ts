// Differences as they are told: what several services share once, with all their names.

import type { Difference } from '#core/drift/drift.ts';
import { groupBy } from '#core/words/group-by.ts';

/** A difference of one service or of several, as each of them has it, and the services' names. */
export interface Shared<Own> {
  readonly attribute: string;
  readonly services: readonly string[];
  readonly own: readonly [Own, ...Own[]];
}

/** What is told of differences: what most services share comes first. */
export function sharedOf<Own extends Pick<Difference, 'service' | 'attribute' | 'same'>>(differences: readonly Own[]): readonly Shared<Own>[] {
  const all = [...groupBy(differences, ({ same }) => same).values()].flatMap(([first, ...others]): readonly Shared<Own>[] => (
    first === undefined ? [] : [{ attribute: first.attribute, services: [first, ...others].map(({ service }) => service), own: [first, ...others] }]));
  return all.toSorted((one, other) => other.services.length - one.services.length);
}

/** The same by services: what one group of them shares stands together. */
export function byServices<Own>(shared: readonly Shared<Own>[]): readonly (readonly [services: readonly string[], own: readonly Shared<Own>[]])[] {
  return [...groupBy(shared, ({ services }) => services.join('\n')).values()].flatMap((own) => (own[0] === undefined ? [] : [[own[0].services, own] as const]));
}

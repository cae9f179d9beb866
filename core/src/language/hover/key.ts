// What the specification says of a key.

import { attributeAt, type DescribedAttribute } from '#core/compose/spec/lookup.ts';
import type { Place } from '#core/language/place.ts';
import type { Block, Run } from '#core/language/prose.ts';

/** The documentation of the key at a place, or of the key whose value stands there. */
export function describeKey(place: Place, at: (path: readonly string[]) => DescribedAttribute | undefined = attributeAt): readonly Block[] {
  const described = at(place.path);
  if (described === undefined || place.key === undefined) return [];
  const { attribute } = described;
  // A name that a person gave has no documentation of its own: its kind has.
  const isOwn = at(place.path.slice(0, -1))?.attribute.mapping?.keys.has(place.key.content) === true;
  if (!isOwn) return [];
  const head: Run[] = [{ strong: place.key.content }, ': ', attribute.docs];
  const facts = [...values(described), ...notes(described)];
  return [[...head, ...facts, ...described.link === '' ? [] : [' (', { link: described.link, text: 'reference' }, ')']]];
}

function values({ attribute: { scalar, example } }: DescribedAttribute): readonly Run[] {
  if (scalar === undefined) return example === undefined || example === '' ? [] : ['. As in ', { code: example }];
  if (scalar.values !== undefined) return ['. One of ', ...listed([...scalar.values])];
  if (scalar.known.join() === 'true,false') return ['. ', { code: 'true' }, ' or ', { code: 'false' }];
  if (scalar.known.length > 0) return ['. Such as ', ...listed(scalar.known)];
  return example === undefined || example === '' ? [] : ['. As in ', { code: example }];
}

function notes({ attribute: { since, deprecated } }: DescribedAttribute): readonly Run[] {
  return [
    ...since === undefined ? [] : [`. Since Compose ${since}`],
    ...deprecated === undefined ? [] : [`. Deprecated, write ${deprecated}`],
  ];
}

function listed(words: readonly string[]): readonly Run[] {
  return words.flatMap((word, index): Run[] => [...index === 0 ? [] : [', '], { code: word }]);
}

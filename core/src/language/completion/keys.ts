// Keys of a mapping: those that the specification knows there, each with what is usual behind it.

import type { Attribute } from '#core/compose/spec/attribute.ts';
import { keyRank } from '#core/language/completion/key-order.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import { literal } from '#core/language/completion/suggestion.ts';
import type { Block } from '#core/language/prose.ts';

/** How a key is written where it goes. */
export interface KeyStyle {
  /** In a flow collection. */
  readonly flow: boolean;
  /** The colon stands there already. */
  readonly closed: boolean;
}

/** An attribute and where to read of it. */
interface Described {
  readonly attribute: Attribute;
  readonly link?: string;
}

/** The keys of a mapping that are not there yet. `describe` gives a key's link. */
export function keySuggestions(mapping: Attribute, shape: string, others: ReadonlySet<string>, style: KeyStyle, describe: (key: string) => Described | undefined): readonly Suggestion[] {
  const form = mapping.mapping;
  if (form === undefined) return [];
  const excluded = new Set(form.exclusive.filter((each) => each.some((key) => others.has(key))).flat());
  return [...form.keys].filter(([key, { deprecated }]) => !key.startsWith('x-') && deprecated === undefined && !others.has(key) && !excluded.has(key)).map(([key, attribute], position) => ({
    label: key, kind: 'key', ...writtenKey(key, attribute, style),
    rank: keyRank(shape, key, position) - (form.required.includes(key) ? 50 : 0), goesOn: !style.closed,
    ...(form.required.includes(key) ? { detail: 'required' } : {}),
    documentation: () => documentation(attribute, describe(key)?.link),
  }));
}

/** A key with its colon and the beginning of its value. */
export function writtenKey(key: string, attribute: Attribute | undefined, { flow, closed }: KeyStyle): Pick<Suggestion, 'text' | 'snippet'> {
  if (closed) return { text: key };
  const kind = attribute === undefined ? 'scalar' : usualForm(attribute);
  const name = literal(key);
  if (flow) return { text: `${key}: `, ...(kind === 'scalar' ? {} : { snippet: kind === 'list' ? `${name}: [$1]` : `${name}: { $1 }` }) };
  switch (kind) {
    case 'scalar': return { text: `${key}: ` };
    case 'list': return { text: `${key}:`, snippet: `${name}:\n  - $0` };
    case 'mapping': return { text: `${key}:`, snippet: `${name}:\n  $0` };
  }
}

/** The form in which people write an attribute where it has several. */
export function usualForm({ scalar, list, mapping }: Attribute): 'scalar' | 'list' | 'mapping' {
  if (scalar !== undefined && scalar.what !== 'nothing') return 'scalar';
  const isPairs = mapping?.others?.scalar !== undefined && mapping.others.mapping === undefined;
  return list !== undefined && !isPairs ? 'list' : mapping === undefined ? 'scalar' : 'mapping';
}

/** What a key does, how it is written, and where to read more. */
function documentation({ docs, example, since, scalar }: Attribute, link: string | undefined): readonly Block[] {
  const values = scalar?.values;
  return [
    [docs],
    ...(example === undefined || example === '' ? [] : [['As in ', { code: example }]]),
    ...(values === undefined ? [] : [['One of ', ...[...values].flatMap((value, index) => (index === 0 ? [{ code: value }] : [', ', { code: value }]))]]),
    ...(since === undefined ? [] : [[`Since Compose ${since}`]]),
    ...(link === undefined || link === '' ? [] : [[{ link, text: 'Reference' }]]),
  ];
}

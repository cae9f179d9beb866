// Every place of a `composure.yaml` with what its table says of it: for checks of the text, of names, and for links.

import type { Attribute, MappingForm } from '#core/compose/spec/attribute.ts';
import { configurationAttribute } from '#core/configuration/attribute.ts';
import type { Entry, Mapping, Scalar, YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** One node of the file. */
export interface Place {
  readonly node: YamlNode;
  /** What may stand here; undefined behind a key that is not known. */
  readonly attribute: Attribute | undefined;
  /** The key whose value the node is; undefined for an item of a list. */
  readonly entry: Entry | undefined;
  /** The mapping that the key stands in, and what it describes. */
  readonly within: { readonly mapping: Mapping; readonly form: MappingForm } | undefined;
  /** The keys on the way, `*` for names that a person gives; items of a list add nothing: `health.*.environments`. */
  readonly shape: string;
  /** The same with the names. */
  readonly path: readonly string[];
  /** What a person calls the place: its key, or that of the list which it stands in. */
  readonly name: string;
}

/** All places, the outer before the inner. What stands behind an unknown key, or has a form that is wrong there, is not looked into. */
export function* placesIn(file: Pick<YamlFile, 'documents'>): Iterable<Place> {
  const [root] = file.documents;
  if (root !== undefined) yield* placesFrom({ node: root, attribute: configurationAttribute, entry: undefined, within: undefined, shape: '', path: [], name: 'composure.yaml' });
}

function* placesFrom(place: Place): Iterable<Place> {
  yield place;
  const { node, attribute, shape, path, name } = place;
  if (node.kind === 'sequence' && attribute?.list !== undefined) {
    const { item } = attribute.list;
    for (const each of node.items) yield* placesFrom({ node: each, attribute: item, entry: undefined, within: undefined, shape, path, name });
  }
  if (node.kind !== 'mapping' || attribute?.mapping === undefined) return;
  const { mapping: form } = attribute;
  for (const entry of node.entries) {
    const { key, value } = entry;
    if (isFree(key, form)) continue;
    const known = form.keys.get(key.content);
    yield* placesFrom({ node: value, attribute: known ?? form.others, entry, within: { mapping: node, form }, shape: joined(shape, known === undefined && form.others !== undefined ? '*' : key.content), path: [...path, key.content], name: key.content });
  }
}

function isFree(key: Scalar, { extensions, open, keys, others }: MappingForm): boolean {
  return !keys.has(key.content) && others === undefined && (open || (extensions && key.content.startsWith('x-')));
}

function joined(shape: string, step: string): string {
  return shape === '' ? step : `${shape}.${step}`;
}

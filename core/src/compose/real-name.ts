// What the engine calls a network or a volume: the name that is given, else the project's name and the key.

import type { Resource } from '#core/compose/model.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The text that names it; the key where nothing else does. `external: { name: … }` is the form of old files. */
export function namedBy({ key, node }: Pick<Resource, 'key' | 'node'>): Text {
  return textOf(get(node, 'name')) ?? textOf(get(get(node, 'external'), 'name')) ?? key.text;
}

/** The engine's name for it; undefined where that depends on a variable without a value. */
export function realNameOf(resource: Resource, project: string): string | undefined {
  const text = namedBy(resource);
  if (text.unresolved.length > 0) return undefined;
  return resource.external || textOf(get(resource.node, 'name')) !== undefined ? text.value : `${project}_${resource.name}`;
}

// Where `composure.yaml` names what stands elsewhere: services, environments, profiles, files. Completion, links and the
// check of names go by this table.

import type { Place } from '#core/configuration/places.ts';
import { textOf, type YamlNode } from '#core/yaml/node.ts';

export type NamedKind = 'service' | 'environment' | 'profile' | 'compose file' | 'env file' | 'file' | 'folder';

interface Naming {
  readonly kind: NamedKind;
  /** What comes of a name that nothing has; without it another check speaks, or nothing is wrong. */
  readonly otherwise?: string;
}

/** Keys that are names, by the shape of their place. */
const namedKeys: Readonly<Record<string, Naming>> = {
  'health.*': { kind: 'service', otherwise: 'nothing of it is asked' },
  'backup.services.*': { kind: 'service', otherwise: 'nothing follows from it' },
  'drift.*': { kind: 'service', otherwise: 'it decides nothing' },
  'outputs.override.services.*': { kind: 'service', otherwise: 'Compose refuses what is written for it' },
  'outputs.override.services.*.environments.*': { kind: 'environment', otherwise: 'nothing is written for it' },
  'outputs.templates.*': { kind: 'file' },
  'variables.*.environments.*': { kind: 'environment', otherwise: 'nothing is set by this' },
};

/** Texts that are names, by the shape of their place; items of a list have that of the list. */
const namedTexts: Readonly<Record<string, Naming>> = {
  'environments.*': { kind: 'compose file' },
  'environments.*.files': { kind: 'compose file' },
  'environments.*.directory': { kind: 'folder', otherwise: 'no relative path of the environment leads anywhere' },
  'environments.*.envFiles': { kind: 'env file', otherwise: 'Compose refuses the environment' },
  'environments.*.profiles': { kind: 'profile', otherwise: 'no service takes part by it' },
  'health.*.environments': { kind: 'environment', otherwise: 'it is never asked for it' },
  'smoke.*.environments': { kind: 'environment', otherwise: 'it is never asked for it' },
  'smoke.*.service': { kind: 'service', otherwise: 'this test always fails' },
  'drift.*.environments': { kind: 'environment', otherwise: 'it decides nothing for it' },
  'drift.*.*.environments': { kind: 'environment', otherwise: 'it decides nothing for it' },
  'backup.folder': { kind: 'folder' },
  'backup.include': { kind: 'file' },
  'backup.keyFile': { kind: 'file' },
};

/** A name, and what it is a name of. */
export interface Name extends Naming {
  readonly name: string;
  readonly node: YamlNode;
  /** The name of the environment that it stands in. */
  readonly environment: string | undefined;
}

/** The names at a place: its key, its text. A text that depends on a variable may be any. */
export function namesAt({ node, entry, shape, path }: Place): readonly Name[] {
  const environment = path[0] === 'environments' ? path[1] : undefined;
  const [key, text] = [namedKeys[shape], namedTexts[shape]];
  const said = textOf(node)?.value ?? '';
  return [
    ...key === undefined || entry === undefined || entry.key.content === '' ? [] : [{ ...key, name: entry.key.content, node: entry.key, environment }],
    ...text === undefined || said === '' || said.includes('$') ? [] : [{ ...text, name: said, node, environment }],
  ];
}

/** What a text or a key at a shape names: `composure.environments.*.files.0` as completion calls it. */
export function namedAt(shape: string, role: 'key' | 'text'): NamedKind | undefined {
  const plain = shape.replace(/^composure\./, '').replaceAll(/\.0(?=\.|$)/g, '');
  return (role === 'key' ? namedKeys : namedTexts)[plain]?.kind;
}

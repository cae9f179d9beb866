// Snippets made from the specification's own tables: every attribute with values of every kind, each as a service or
// a resource of its own, so that many can stand in one project.

import { build } from '#core/compose/spec/build.ts';
import { project } from '#core/compose/spec/project.ts';
import { service } from '#core/compose/spec/service.ts';
import type { Attribute, MappingForm } from '#core/compose/spec/attribute.ts';

export type Kind = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

export interface Case {
  /** Where the value stands: `services.*.ports[].target`. */
  readonly path: string;
  readonly value: string;
  readonly kind: Kind;
  /** The service or the resource, in brackets. */
  readonly body: string;
}

/** Values of every kind, in YAML's brackets. */
const values = [
  'null', '""', '"${UNSET}"', 'text', '"5"', '5', '-1', '1.5', '"1.5"', 'true', '"true"', 'maybe', '"Yes"', '[]', '{}', '[a]', '[5]', '[null]', '[a, a]',
  '{a: b}', '{a: null}', '{a: 1.5}', '{a: [b]}', '{x-a: 1}', '{5: a}', '[{}]', '[[]]', '10s', '"1w"', '512m', '"12q"', '"1.5 GiB"', '"a=b"', '["a =b"]', '"a:b:c:d"',
  '"0640"', '"99"', '70000', '.nan', '"sh -c \'x"', '"every_2h"', '"80:80/udp"', '{unheard_of: 1}',
];

/** Every attribute with every value; no two neighbours begin with the same. */
export function* cases(): Generator<Case> {
  for (const kind of ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'] as const) {
    const attribute = project.mapping?.keys.get(kind)?.mapping?.others;
    if (attribute === undefined) continue;
    for (const { path, attribute: each, body } of places(attribute, `${kind}.*`, (raw) => raw)) {
      const from = (path.length * 7) % values.length;
      for (const value of new Set([sample(each), ...values.slice(from), ...values.slice(0, from)])) yield { path, value, kind, body: body(value) };
    }
  }
}

interface Place {
  readonly path: string;
  readonly attribute: Attribute;
  readonly body: (raw: string) => string;
}

function* places(attribute: Attribute, path: string, body: (raw: string) => string): Generator<Place> {
  yield { path, attribute, body };
  if (attribute.list !== undefined) yield* places(attribute.list.item, `${path}[]`, (raw) => body(`[${raw}]`));
  const form = attribute.mapping;
  if (form === undefined) return;
  if (form.others !== undefined) yield* places(form.others, `${path}.*`, (raw) => body(`{a: ${raw}}`));
  for (const [key, each] of form.keys) {
    if (key === 'extends') continue;
    const beside = [...besideOf(form, path), ...form.required.map((name) => [name, sampleOf(form, name)] as const)].filter(([name]) => name !== key);
    yield* places(each, `${path}.${key}`, (raw) => body(`{${[[key, raw] as const, ...beside].map(([name, value]) => `${name}: ${value}`).join(', ')}}`));
  }
}

/** What must stand there beside the key that is tried. */
function besideOf(form: MappingForm, path: string): readonly (readonly [string, string])[] {
  if (form === service.mapping) return [['image', 'x']];
  if (form === build.mapping) return [['context', '.']];
  if (/^services\.\*\.(?:volumes|devices)\[\]$/.test(path)) return [['target', '/t']];
  return path === 'secrets.*' || path === 'configs.*' ? [['external', 'true']] : [];
}

function sampleOf(form: MappingForm, key: string): string {
  const attribute = form.keys.get(key);
  return attribute === undefined ? 'null' : sample(attribute);
}

/** A value that is right. */
export function sample({ scalar, list, mapping }: Attribute): string {
  if (scalar?.values !== undefined) return JSON.stringify([...scalar.values][0]);
  if (scalar?.format !== undefined) return JSON.stringify(scalar.format.example.replaceAll('"', ''));
  if (scalar?.boolean === true) return 'true';
  if (scalar?.text === true) return 'text';
  if (scalar !== undefined && scalar.number !== 'none') return '5';
  if (mapping !== undefined && mapping.keys.size > 0) return `{${mapping.required.map((name) => `${name}: ${sampleOf(mapping, name)}`).join(', ')}}`;
  return list === undefined ? '{}' : `[${sample(list.item)}]`;
}

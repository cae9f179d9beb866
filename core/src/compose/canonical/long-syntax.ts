// Short syntaxes become long ones (compose-go, package transform), so that one thing has one form. What has a shape
// that Compose refuses stays as it is: saying so is a rule's task.

import { entryAt, inEntries, inItems, inValues, isNull, mappingAt, scalarAt, scalarOf, sequenceAt, withDefault, withEntry, type Change } from '#core/compose/canonical/make.ts';
import { portEntries } from '#core/compose/canonical/port-entries.ts';
import { volumeEntry } from '#core/compose/canonical/volume-entry.ts';
import { namesOf, pairsOf } from '#core/compose/merge.ts';
import { unique } from '#core/compose/unique.ts';
import { get, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import { part } from '#core/yaml/span.ts';

/** A merged tree in long syntax. */
export function inLongSyntax(root: YamlNode): YamlNode {
  const resources: Change = (kind) => inValues(kind, maybeExternal);
  return inEntries(root, {
    services: (services) => inValues(services, (service, name) => withoutRepeats(inEntries(service, serviceChanges), ['services', name])),
    volumes: resources, networks: resources, secrets: resources, configs: resources,
  });
}

const fileMounts: Change = (node) => inItems(node, (item) => (item.kind === 'scalar' ? mappingAt(item, { source: item }) : item));
const oneOrMore: Change = (node) => (node.kind === 'scalar' && typeof node.value === 'string' ? sequenceAt(node, [node]) : node);

const serviceChanges: Readonly<Record<string, Change>> = {
  build: (node) => inEntries(node.kind === 'scalar' && !isNull(node) ? mappingAt(node, { context: node }) : node, {
    secrets: fileMounts, additional_contexts: pairsOf, ssh: sshKeys,
  }),
  configs: fileMounts,
  depends_on: (node) => inValues(namesOf(node), (dependency) => {
    const mapping = dependency.kind === 'mapping' ? dependency : mappingAt(dependency, {});
    return withDefault(withDefault(mapping, 'condition', () => scalarAt(dependency, 'service_started')), 'required', () => scalarAt(dependency, true));
  }),
  devices: (node) => inItems(node, device),
  dns: oneOrMore,
  env_file: (node) => inItems(oneOrMore(node), (item) => withDefault(item.kind === 'mapping' ? item : mappingAt(item, { path: item }), 'required', () => scalarAt(item, true))),
  gpus: (node) => (node.kind === 'scalar' ? sequenceAt(node, [mappingAt(node, { count: scalarAt(node, 'all') })]) : node),
  label_file: oneOrMore,
  models: namesOf,
  networks: namesOf,
  ports: (node) => (node.kind === 'sequence' ? { ...node, items: node.items.flatMap(portEntries) } : node),
  secrets: fileMounts,
  volumes: (node) => inItems(node, volumeEntry),
};

/** Long syntax may show repeats that short syntax hid, as when a range of ports meets one of them. */
function withoutRepeats(service: YamlNode, path: readonly string[]): YamlNode {
  return inValues(service, (value, name) => (value.kind === 'sequence' ? unique(value, [...path, name]) : value));
}

function device(node: YamlNode): YamlNode {
  if (node.kind !== 'scalar') return node;
  const { text } = node;
  const [source = '', target = '', permissions] = text.value.split(':');
  const at = (from: number, length: number): Scalar => scalarOf(node, part(text, from, from + length));
  return mappingAt(node, {
    source: at(0, source.length),
    target: target === '' ? at(0, source.length) : at(source.length + 1, target.length),
    permissions: permissions === undefined ? scalarAt(node, 'rwm') : at(source.length + target.length + 2, permissions.length),
  });
}

function sshKeys(node: YamlNode): YamlNode {
  if (node.kind !== 'sequence') return node;
  return { ...mappingAt(node, {}), entries: node.items.flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const equals = item.content.indexOf('=');
    if (equals === -1) return [entryAt(item, item.content, scalarAt(item, null))];
    return [entryAt(item, item.content.slice(0, equals), scalarOf(item, part(item.text, equals + 1, item.text.value.length)))];
  }) };
}

/** `external: {name: x}`, the old form, as `external: true` and `name: x`. */
function maybeExternal(node: YamlNode): YamlNode {
  const external = get(node, 'external');
  if (node.kind !== 'mapping' || external?.kind !== 'mapping') return node;
  const name = get(external, 'name');
  const plain = withEntry(node, 'external', scalarAt(external, true));
  return name === undefined ? plain : withDefault(plain, 'name', () => name);
}

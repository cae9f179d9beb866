// Merged and interpolated trees become services and resources. What has the wrong shape is left out here:
// saying so is a rule's task.

import type { Build, EnvFile, Resource, Service, ServiceReference } from '#core/compose/model.ts';
import { readMount, type Mount } from '#core/compose/mounts.ts';
import { readPort, type Port } from '#core/compose/ports.ts';
import { entries, entry, get, items, textOf, type Entry, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import { between, part, type Located, type Text } from '#core/yaml/span.ts';

/** Services by the node that they were read from: the same node is the same service. */
export type ReadServices = WeakMap<YamlNode, Service>;

/** The services of a tree. `activeProfiles` decides which of them take part. */
export function readServices(root: YamlNode | undefined, activeProfiles: ReadonlySet<string>, known: ReadServices = new WeakMap()): ReadonlyMap<string, Service> {
  return new Map(entries(get(root, 'services')).map(({ key, value }) => {
    const before = known.get(value);
    const active = isActive(before?.profiles ?? texts(get(value, 'profiles')), activeProfiles);
    const service = before?.key === key && before.active === active ? before : readService(key, value, active);
    known.set(value, service);
    return [key.content, service];
  }));
}

function isActive(profiles: readonly Text[], active: ReadonlySet<string>): boolean {
  return profiles.length === 0 || active.has('*') || profiles.some((profile) => active.has(profile.value));
}

/** One kind of top-level resource. */
export function readResources(root: YamlNode | undefined, kind: 'networks' | 'volumes' | 'secrets' | 'configs' | 'models'): ReadonlyMap<string, Resource> {
  return new Map(entries(get(root, kind)).map(({ key, value }) => {
    const external = get(value, 'external');
    return [key.content, { name: key.content, key, node: value, external: external !== undefined && !(external.kind === 'scalar' && external.content === 'false') }];
  }));
}

function readService(key: Scalar, value: YamlNode, active: boolean): Service {
  let ports: readonly Port[] | undefined;
  let mounts: readonly Mount[] | undefined;
  return {
    name: key.content, key, node: value, active,
    profiles: texts(get(value, 'profiles')),
    image: textOf(get(value, 'image')),
    containerName: textOf(get(value, 'container_name')),
    build: readBuild(entry(value, 'build')),
    // Most of what a service holds, and of use to those alone that ask for it.
    get ports() { return ports ??= present(items(get(value, 'ports')).map(readPort)); },
    get mounts() { return mounts ??= present(items(get(value, 'volumes')).map(readMount)); },
    envFiles: readEnvFiles(get(value, 'env_file')),
    networks: names(get(value, 'networks')),
    networkMode: textOf(get(value, 'network_mode')),
    secrets: sources(get(value, 'secrets')),
    configs: sources(get(value, 'configs')),
    models: names(get(value, 'models')),
    references: readReferences(value),
  };
}

function readBuild(build: Entry | undefined): Build | undefined {
  if (build === undefined) return undefined;
  const { key, value } = build;
  const at: Located<unknown> = { value, file: key.file, span: key.span };
  const here: Text = { ...key.text, value: '.', pieces: undefined };
  if (value.kind === 'scalar') {
    const context = textOf(value);
    return { at, context: context ?? here, contextGiven: context !== undefined, dockerfile: undefined, inline: undefined, target: undefined, args: new Map(), additionalContexts: [], services: [], secrets: [] };
  }
  const context = textOf(get(value, 'context'));
  const contexts = readPairs(get(value, 'additional_contexts'));
  return {
    at, context: context ?? here, contextGiven: context !== undefined,
    dockerfile: textOf(get(value, 'dockerfile')),
    inline: textOf(get(value, 'dockerfile_inline')),
    target: textOf(get(value, 'target')),
    args: readPairs(get(value, 'args')),
    additionalContexts: [...contexts.keys()],
    services: present([...contexts.values()]).filter((each) => each.value.startsWith(ofService)).map((each) => part(each, ofService.length, each.value.length)),
    secrets: sources(get(value, 'secrets')),
  };
}

/** A mapping, or a list of `KEY=value`. A key without a value takes the shell's. */
export function readPairs(node: YamlNode | undefined): ReadonlyMap<string, Text | undefined> {
  const pairs = new Map<string, Text | undefined>();
  for (const { key, value } of entries(node)) pairs.set(key.content, textOf(value));
  for (const text of texts(node)) {
    const equals = text.value.indexOf('=');
    pairs.set(equals === -1 ? text.value : text.value.slice(0, equals), equals === -1 ? undefined : part(text, equals + 1, text.value.length));
  }
  return pairs;
}

function readEnvFiles(node: YamlNode | undefined): readonly EnvFile[] {
  const all = node?.kind === 'sequence' ? node.items : node === undefined ? [] : [node];
  return present(all.map((item): EnvFile | undefined => {
    const path = item.kind === 'mapping' ? textOf(get(item, 'path')) : textOf(item);
    return path && { path, required: !isFalse(get(item, 'required')), format: textOf(get(item, 'format')) };
  }));
}

const ofService = 'service:';
const namespaceKeys = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'] as const;

function readReferences(service: YamlNode): readonly ServiceReference[] {
  const references: ServiceReference[] = [];
  const add = (key: ServiceReference['key'], name: Text | undefined, at: Located<unknown>, required = true, condition?: Text): void => {
    if (name !== undefined && name.value !== '') references.push({ key, service: name, required, condition, at });
  };
  const dependsOn = get(service, 'depends_on');
  for (const text of texts(dependsOn)) add('depends_on', text, text);
  for (const { key, value } of entries(dependsOn)) {
    add('depends_on', key.text, { value, file: key.file, span: between(key.span, value.span) }, !isFalse(get(value, 'required')), textOf(get(value, 'condition')));
  }
  for (const text of texts(get(service, 'links'))) add('links', before(text, ':'), text);
  for (const text of texts(get(service, 'volumes_from'))) {
    if (!text.value.startsWith('container:')) add('volumes_from', before(text, ':'), text);
  }
  for (const key of namespaceKeys) {
    const text = textOf(get(service, key));
    if (text?.value.startsWith(ofService)) add(key, part(text, ofService.length, text.value.length), text);
  }
  return references;
}

function before(text: Text, separator: string): Text {
  const at = text.value.indexOf(separator);
  return at === -1 ? text : part(text, 0, at);
}

/** What secrets and configs are mounted: short items, and the `source` of long ones. */
function sources(node: YamlNode | undefined): readonly Text[] {
  return present(items(node).map((item) => (item.kind === 'mapping' ? textOf(get(item, 'source')) : textOf(item))));
}

/** The keys of a mapping, or the items of a list. */
function names(node: YamlNode | undefined): readonly Text[] {
  return node?.kind === 'mapping' ? node.entries.map((each) => each.key.text) : texts(node);
}

function texts(node: YamlNode | undefined): readonly Text[] {
  return present(items(node).map(textOf));
}

function isFalse(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === false || node.content === 'false');
}

function present<T>(all: readonly (T | undefined)[]): readonly T[] {
  return all.filter((each) => each !== undefined);
}

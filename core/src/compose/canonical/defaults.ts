// What Compose fills in where nothing is said (compose-go, transform/defaults.go and loader/normalize.go).

import { cleanTarget } from '#core/compose/mounts.ts';
import { entryAt, inEntries, inItems, inValues, isNull, mappingAt, rewritten, scalarAt, withDefault, withEntry, type Change } from '#core/compose/canonical/make.ts';
import { pairsOf } from '#core/compose/merge.ts';
import type { Variables } from '#core/compose/interpolate.ts';
import { entries, get, items, textOf, type Mapping, type YamlNode } from '#core/yaml/node.ts';

/** A tree in long syntax with all that is implied. */
export function withDefaults(root: YamlNode, name: string, variables: Variables): YamlNode {
  const services = inEntries(withDefaultNetwork(root), {
    services: (all) => inValues(all, (service) => (service.kind === 'mapping' ? serviceWithDefaults(service, variables) : service)),
  });
  const named: Change = (kind) => inValues(kind, (resource) => resource);
  return ['networks', 'volumes', 'configs', 'secrets'].reduce<YamlNode>((tree, kind) => inEntries(tree, {
    [kind]: (all) => inValues(named(all), (resource, key) => withName(resource, key, name)),
  }), services);
}

/** The network `default` is there when a service is on it, in whatever profile that is. */
function withDefaultNetwork(root: YamlNode): YamlNode {
  if (root.kind !== 'mapping') return root;
  const isOnDefault = (service: YamlNode): boolean => get(service, 'network_mode') === undefined && get(service, 'provider') === undefined && (entries(get(service, 'networks')).length === 0 || get(get(service, 'networks'), 'default') !== undefined);
  if (!entries(get(root, 'services')).some(({ value }) => isOnDefault(value))) return root;
  const joined = inEntries(root, {
    services: (all) => inValues(all, (service) => (service.kind === 'mapping' && isOnDefault(service) && entries(get(service, 'networks')).length === 0
      ? withEntry(service, 'networks', mappingAt(service, { default: scalarAt(service, null) }))
      : service)),
  }) as Mapping;
  const networks = get(joined, 'networks');
  const all = networks?.kind === 'mapping' ? networks : mappingAt(root, {});
  return withEntry(joined, 'networks', withDefault(all, 'default', () => mappingAt(root, {})));
}

function withName(resource: YamlNode, key: string, project: string): YamlNode {
  const mapping = resource.kind === 'mapping' ? resource : mappingAt(resource, {});
  if (!isNull(get(mapping, 'name') ?? scalarAt(mapping, null))) return mapping;
  return withEntry(mapping, 'name', scalarAt(mapping, isTrue(get(mapping, 'external')) ? key : `${project}_${key}`));
}

function serviceWithDefaults(service: Mapping, variables: Variables): YamlNode {
  const filled = inEntries(service, {
    pull_policy: (node) => (node.kind === 'scalar' && node.content === 'if_not_present' ? rewritten(node, 'missing') : node),
    build: (build) => (build.kind === 'mapping' ? buildWithDefaults(build, variables) : build),
    environment: (node) => resolved(node, variables, true),
    secrets: (node) => inItems(node, (item) => (item.kind === 'mapping' ? withDefault(item, 'target', () => scalarAt(item, `/run/secrets/${textOf(get(item, 'source'))?.value ?? ''}`)) : item)),
    ports: (node) => inItems(node, (item) => (item.kind === 'mapping' ? withDefault(withDefault(item, 'protocol', () => scalarAt(item, 'tcp')), 'mode', () => scalarAt(item, 'ingress')) : item)),
    gpus: (node) => inItems(node, deviceRequest),
    deploy: (node) => inEntries(node, { resources: (resources) => inEntries(resources, { reservations: (each) => inEntries(each, { devices: (devices) => inItems(devices, deviceRequest) }) }) }),
    volumes: (node) => inItems(node, (item) => inEntries(item, { target: (target) => (target.kind === 'scalar' ? rewritten(target, cleanTarget(target.content)) : target) })),
  }) as Mapping;
  const dependencies = withImpliedDependencies(filled);
  return withScale(dependencies === undefined ? filled : withEntry(filled, 'depends_on', dependencies));
}

/** `scale` is said in `deploy.replicas` too, where there is a `deploy` (loader/validate.go). */
function withScale(service: Mapping): Mapping {
  const scale = get(service, 'scale');
  return scale === undefined ? service : inEntries(service, { deploy: (deploy) => (deploy.kind === 'mapping' ? withEntry(deploy, 'replicas', scale) : deploy) }) as Mapping;
}

function buildWithDefaults(build: Mapping, variables: Variables): YamlNode {
  const has = (name: string): boolean => !isNull(get(build, name) ?? scalarAt(build, null));
  const withContext = has('context') ? build : withEntry(build, 'context', scalarAt(build, '.'));
  const withFile = has('dockerfile') || has('dockerfile_inline') ? withContext : withEntry(withContext, 'dockerfile', scalarAt(build, 'Dockerfile'));
  return inEntries(withFile, { args: (node) => resolved(node, variables, false) });
}

function deviceRequest(node: YamlNode): YamlNode {
  return node.kind === 'mapping' && get(node, 'device_ids') === undefined ? withDefault(node, 'count', () => scalarAt(node, 'all')) : node;
}

/** Names without a value take the environment's; what has none there is left open, or out. */
function resolved(node: YamlNode, variables: Variables, keepOpen: boolean): YamlNode {
  const pairs = pairsOf(node);
  if (pairs.kind !== 'mapping') return node;
  return { ...pairs, entries: pairs.entries.flatMap((each) => {
    if (!isNull(each.value)) return [each];
    const known = variables.get(each.key.content);
    return known === undefined ? keepOpen ? [each] : [] : [{ ...each, value: scalarAt(each.key, known) }];
  }) };
}

const namespaces = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

/** `depends_on` with what links, namespaces and borrowed volumes imply. */
function withImpliedDependencies(service: Mapping): Mapping | undefined {
  const said = get(service, 'depends_on');
  const implied: [name: string, at: YamlNode, restart: boolean][] = [];
  for (const link of items(get(service, 'links'))) if (link.kind === 'scalar') implied.push([beforeColon(link.content), link, true]);
  for (const key of namespaces) {
    const node = get(service, key);
    const text = textOf(node)?.value;
    if (node !== undefined && text?.startsWith('service:')) implied.push([text.slice('service:'.length), node, true]);
  }
  for (const from of items(get(service, 'volumes_from'))) {
    if (from.kind === 'scalar' && !from.content.startsWith('container:')) implied.push([from.content.split(':')[0] ?? '', from, false]);
  }
  if (implied.length === 0) return undefined;
  const before = said?.kind === 'mapping' ? said : mappingAt(service, {});
  return implied.reduce<Mapping>((all, [name, at, restart]) => (get(all, name) !== undefined ? all : {
    ...all, entries: [...all.entries, entryAt(at, name, mappingAt(at, { condition: scalarAt(at, 'service_started'), restart: scalarAt(at, restart), required: scalarAt(at, true) }))],
  }), before);
}

function beforeColon(link: string): string {
  const parts = link.split(':');
  return parts.length === 2 ? parts[0] ?? '' : link;
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === true || /^(?:1|t|true|y|yes|on)$/i.test(node.content));
}

// Lists in which Compose keeps one entry for each thing: of two entries for one container port or one target the
// last counts, at the place of the first (compose-go, override/uncity.go).

import { cleanTarget, targetIn } from '#core/compose/mounts.ts';
import { portIdentity } from '#core/compose/ports.ts';
import { entries, get, textOf, type Entry, type Mapping, type Sequence, type YamlNode } from '#core/yaml/node.ts';

/** Services by what they were before their lists were put in order. */
export type UniqueLists = WeakMap<YamlNode, YamlNode>;

/** Of the entries that mean the same thing the last one, at the place of the first. `path` is where the list stands. */
export function unique(sequence: Sequence, path: readonly string[]): Sequence {
  const identify = path[0] === 'services' ? identifyAt(path) : path[0] === 'networks' && path[2] === 'labels' ? nameOf : undefined;
  return identify === undefined ? sequence : withoutRepeats(sequence, identify);
}

function withoutRepeats(sequence: Sequence, identify: Identify): Sequence {
  if (sequence.items.length < 2) return sequence;
  // Compose looks for repeats in short syntax and again in long syntax, into which a short target comes cleaned.
  if (identify !== mountTarget) return oneOfEach(sequence, identify);
  const written = oneOfEach(sequence, targetIn);
  return written.items.some(mayBeCleaned) ? oneOfEach(written, identify) : written;
}

/** To compare a few costs less than to look them up. */
const few = 8;

function oneOfEach(sequence: Sequence, identify: Identify): Sequence {
  if (sequence.items.length <= few) {
    const seen: (string | YamlNode)[] = [];
    for (const item of sequence.items) {
      const one = identify(item) ?? item;
      if (seen.includes(one)) break;
      seen.push(one);
    }
    if (seen.length === sequence.items.length) return sequence;
  }
  const kept = new Map<string | YamlNode, YamlNode>();
  for (const item of sequence.items) kept.set(identify(item) ?? item, item);
  return kept.size === sequence.items.length ? sequence : { ...sequence, items: [...kept.values()] };
}

/** The services of a tree with every such list in order. */
export function withUniqueLists(root: YamlNode, known: UniqueLists = new WeakMap()): YamlNode {
  if (root.kind !== 'mapping') return root;
  // Compose leaves the lists of jobs as they are.
  return inEntries(root, (name, services) => (name !== 'services' || services.kind !== 'mapping' ? services : inEntries(services, (_, service) => {
    const done = known.get(service) ?? (service.kind === 'mapping' ? inPlace(service, ofService) : service);
    known.set(service, done);
    return done;
  })));
}

/** Which lists stand in a mapping, and which mappings hold more of them. */
interface Place {
  list?(key: string): Identify | undefined;
  mapping?(key: string): Place | undefined;
}

const ofBuild: Place = { list: (key) => identities.get(`build.${key}`) };
const ofDeploy: Place = { list: (key) => identities.get(`deploy.${key}`) };
const ofNetwork: Place = { list: (key) => identities.get(`networks.*.${key}`) };
const ofNetworks: Place = { mapping: () => ofNetwork };
const mappingsOfService: ReadonlyMap<string, Place> = new Map([['build', ofBuild], ['deploy', ofDeploy], ['networks', ofNetworks]]);
const ofService: Place = { list: (key) => identities.get(key), mapping: (key) => mappingsOfService.get(key) };

function inPlace(node: Mapping, place: Place): Mapping {
  return inEntries(node, (key, value) => {
    if (value.kind === 'mapping') {
      const inner = place.mapping?.(key);
      return inner === undefined ? value : inPlace(value, inner);
    }
    const identify = value.kind === 'sequence' && value.items.length > 1 ? place.list?.(key) : undefined;
    return value.kind !== 'sequence' || identify === undefined ? value : withoutRepeats(value, identify);
  });
}

function inEntries(node: Mapping, change: (key: string, value: YamlNode) => YamlNode): Mapping {
  let changed: Entry[] | undefined;
  for (let index = 0; index < node.entries.length; index += 1) {
    const each = node.entries[index] as Entry;
    const value = each.value.kind === 'scalar' ? each.value : change(each.key.content, each.value);
    if (value !== each.value) (changed ??= [...node.entries])[index] = { ...each, value };
  }
  return changed === undefined ? node : { ...node, entries: changed };
}

function identifyAt(path: readonly string[]): Identify | undefined {
  return identities.get(path[2] === 'networks' && path.length === 5 ? `networks.*.${path[4]}` : path.length === 3 ? path[2] ?? '' : path.slice(2).join('.'));
}

type Identify = (node: YamlNode) => string | undefined;

const content: Identify = (node) => (node.kind === 'scalar' ? node.content : undefined);
const nameOf: Identify = (node) => content(node)?.split('=', 1)[0];

function mountedAs(folder: string): Identify {
  return (node) => textOf(get(node, 'target'))?.value ?? (entries(node).length > 0 ? `${folder}/${textOf(get(node, 'source'))?.value ?? ''}` : node.kind === 'scalar' ? `${folder}/${node.content}` : undefined);
}

/** Whether cleaning may make another target of a short one; to ask this costs less than to clean. */
function mayBeCleaned(node: YamlNode): boolean {
  return node.kind === 'scalar' && /\/\/|\/\.|\/(?::|$)/.test(node.content);
}

const mountTarget: Identify = (node) => {
  const target = targetIn(node);
  return target === undefined || node.kind === 'mapping' ? target : cleanTarget(target);
};

/** What tells two entries of a list apart. */
const identities: ReadonlyMap<string, Identify> = new Map(Object.entries<Identify>({
  annotations: nameOf, 'build.args': nameOf, 'build.additional_contexts': nameOf, 'build.tags': nameOf, 'build.labels': nameOf,
  cap_add: nameOf, cap_drop: nameOf, 'deploy.labels': nameOf, dns: nameOf, dns_opt: nameOf, dns_search: nameOf, environment: nameOf,
  labels: nameOf, links: nameOf, 'networks.*.aliases': nameOf, 'networks.*.link_local_ips': nameOf, profiles: nameOf, sysctls: nameOf, tmpfs: nameOf,
  expose: content,
  env_file: (node) => content(node) ?? textOf(get(node, 'path'))?.value,
  configs: mountedAs(''),
  secrets: mountedAs('/run/secrets'),
  devices: (node) => textOf(get(node, 'target'))?.value ?? content(node)?.split(':')[1] ?? content(node),
  volumes: mountTarget,
  ports: portIdentity,
}));

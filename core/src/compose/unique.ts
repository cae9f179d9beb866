// Lists in which Compose keeps one entry for each thing: of two entries for one container port or one target the
// last counts, at the place of the first (compose-go, override/uncity.go).

import { cleanTarget, targetIn } from '#core/compose/mounts.ts';
import { portIdentity } from '#core/compose/ports.ts';
import { entries, get, textOf, type Entry, type Mapping, type Scalar, type Sequence, type YamlNode } from '#core/yaml/node.ts';

/** Services by what they were before their lists were put in order. */
export type UniqueLists = WeakMap<YamlNode, YamlNode>;

/**
 * Of the entries that mean the same thing the last one, at the place of the first. `path` is where the list stands, `settled` how
 * many of the first entries are those of earlier files, which Compose has in long syntax by then.
 */
export function unique(sequence: Sequence, path: readonly string[], settled = 0): Sequence {
  const identify = path[0] === 'services' ? identifyAt(path) : path[0] === 'networks' && path[2] === 'labels' ? nameOf : undefined;
  return identify === undefined ? sequence : { ...withoutRepeats(sequence, identify, settled), unique: true };
}

function withoutRepeats(sequence: Sequence, identify: Identify, settled = 0): Sequence {
  if (sequence.items.length < 2) return sequence;
  // Compose looks for repeats in short syntax and again in long syntax, into which a short target comes cleaned.
  if (identify !== mountTarget) return oneOfEach(sequence, identify);
  const cleaned = new Set(sequence.items.slice(0, settled).filter(mayBeCleaned));
  const written = oneOfEach(sequence, cleaned.size === 0 ? targetIn : (node) => (cleaned.has(node) ? mountTarget(node) : targetIn(node)));
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

/** The services of a tree with every such list in order. `before` is what this made of the tree before more was merged into it. */
export function withUniqueLists(root: YamlNode, known: UniqueLists = new WeakMap(), before?: YamlNode): YamlNode {
  if (root.kind !== 'mapping') return root;
  const earlier = entries(get(before, 'services'));
  // Compose leaves the lists of jobs as they are.
  return inEntries(root, (services, _, key) => (key.content !== 'services' || services.kind !== 'mapping' ? services : inEntries(services, (service, index, { content: name }) => {
    let done = known.get(service);
    if (done === undefined) {
      // Merging keeps services in their order: the same one stands where it stood.
      const was = earlier[index]?.key.content === name ? earlier[index].value : undefined;
      done = service.kind === 'mapping' ? inPlace(service, ofService, entries(was)) : service;
      known.set(service, done);
    }
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

function inPlace(node: Mapping, place: Place, earlier: readonly Entry[] = []): Mapping {
  return inEntries(node, (value, index, key) => {
    if (earlier[index]?.value === value) return value;
    if (value.kind === 'mapping') {
      const inner = place.mapping?.(key.content);
      return inner === undefined ? value : inPlace(value, inner);
    }
    const identify = value.kind === 'sequence' && value.items.length > 1 && !value.unique ? place.list?.(key.content) : undefined;
    return value.kind !== 'sequence' || identify === undefined ? value : withoutRepeats(value, identify);
  });
}

function inEntries(node: Mapping, change: (value: YamlNode, index: number, key: Scalar) => YamlNode): Mapping {
  let changed: Entry[] | undefined;
  for (let index = 0; index < node.entries.length; index += 1) {
    const each = node.entries[index] as Entry;
    const value = each.value.kind === 'scalar' ? each.value : change(each.value, index, each.key);
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

// Lists in which Compose keeps one entry for each thing: of two entries for one container port or one target the
// last counts, at the place of the first (compose-go, override/uncity.go).

import { cleanTarget, readMount } from '#core/compose/mounts.ts';
import { readPort } from '#core/compose/ports.ts';
import { entries, get, textOf, type Entry, type Sequence, type YamlNode } from '#core/yaml/node.ts';

/** Of the entries that mean the same thing the last one, at the place of the first. `path` is where the list stands. */
export function unique(sequence: Sequence, path: readonly string[]): Sequence {
  const identify = path[0] === 'services' ? identities[identityKey(path)] : path[0] === 'networks' && path[2] === 'labels' ? nameOf : undefined;
  if (identify === undefined || sequence.items.length < 2) return sequence;
  // Compose looks for repeats in short syntax and again in long syntax, into which a short target comes cleaned.
  if (identify !== mountTarget) return oneOfEach(sequence, identify);
  const written = oneOfEach(sequence, targetAsWritten);
  return written.items.some(mayBeCleaned) ? oneOfEach(written, identify) : written;
}

function oneOfEach(sequence: Sequence, identify: Identify): Sequence {
  const kept = new Map<string | YamlNode, YamlNode>();
  for (const item of sequence.items) kept.set(identify(item) ?? item, item);
  return kept.size === sequence.items.length ? sequence : { ...sequence, items: [...kept.values()] };
}

/** The services of a tree with every such list in order. `known` holds those that were put in order before. */
export function withUniqueLists(root: YamlNode, known: WeakMap<YamlNode, YamlNode> = new WeakMap()): YamlNode {
  if (root.kind !== 'mapping') return root;
  return inEntries(root, (each) => {
    const kind = each.key.content;
    // Compose leaves the lists of jobs as they are.
    if (kind !== 'services' || each.value.kind !== 'mapping') return each.value;
    return inEntries(each.value, ({ key, value }) => {
      const done = known.get(value) ?? uniqueIn(value, [kind, key.content]);
      known.set(value, done);
      return done;
    });
  });
}

function uniqueIn(node: YamlNode, path: readonly string[]): YamlNode {
  if (node.kind === 'sequence') return unique(node, path);
  if (node.kind !== 'mapping' || path.length > 4) return node;
  return inEntries(node, ({ key, value }) => uniqueIn(value, [...path, key.content]));
}

function inEntries(node: Extract<YamlNode, { kind: 'mapping' }>, change: (each: Entry) => YamlNode): YamlNode {
  let changed: Entry[] | undefined;
  for (const [index, each] of node.entries.entries()) {
    const value = each.value.kind === 'scalar' ? each.value : change(each);
    if (value !== each.value) (changed ??= [...node.entries])[index] = { ...each, value };
  }
  return changed === undefined ? node : { ...node, entries: changed };
}

function identityKey(path: readonly string[]): string {
  return path[2] === 'networks' && path.length === 5 ? `networks.*.${path[4]}` : path.slice(2).join('.');
}

type Identify = (node: YamlNode) => string | undefined;

const content: Identify = (node) => (node.kind === 'scalar' ? node.content : undefined);
const nameOf: Identify = (node) => content(node)?.split('=', 1)[0];

function mountedAs(folder: string): Identify {
  return (node) => textOf(get(node, 'target'))?.value ?? (entries(node).length > 0 ? `${folder}/${textOf(get(node, 'source'))?.value ?? ''}` : node.kind === 'scalar' ? `${folder}/${node.content}` : undefined);
}

const targetAsWritten: Identify = (node) => readMount(node)?.target?.value;

/** Whether cleaning may make another target of a short one; to ask this costs less than to clean. */
function mayBeCleaned(node: YamlNode): boolean {
  return node.kind === 'scalar' && /\/\/|\/\.|\/(?::|$)/.test(node.content);
}

const mountTarget: Identify = (node) => {
  const target = targetAsWritten(node);
  return target === undefined || node.kind === 'mapping' ? target : cleanTarget(target);
};

/** What tells two entries of a list apart. */
const identities: Readonly<Record<string, Identify>> = {
  annotations: nameOf, 'build.args': nameOf, 'build.additional_contexts': nameOf, 'build.tags': nameOf, 'build.labels': nameOf,
  cap_add: nameOf, cap_drop: nameOf, 'deploy.labels': nameOf, dns: nameOf, dns_opt: nameOf, dns_search: nameOf, environment: nameOf,
  labels: nameOf, links: nameOf, 'networks.*.aliases': nameOf, 'networks.*.link_local_ips': nameOf, profiles: nameOf, sysctls: nameOf, tmpfs: nameOf,
  expose: content,
  env_file: (node) => content(node) ?? textOf(get(node, 'path'))?.value,
  configs: mountedAs(''),
  secrets: mountedAs('/run/secrets'),
  devices: (node) => textOf(get(node, 'target'))?.value ?? content(node)?.split(':')[1] ?? content(node),
  volumes: mountTarget,
  ports: (node) => {
    const port = readPort(node);
    return port && `${port.address?.value ?? '0.0.0.0'}:${port.publishedText?.value ?? ''}:${port.targetText?.value ?? ''}/${port.protocol}`;
  },
};

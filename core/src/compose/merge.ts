// Several compose files, or several documents of one, become one tree by compose-go's rules (override/merge.go).
// Nodes keep the place they came from.

import type { LoadProblem } from '#core/compose/model.ts';
import { unique } from '#core/compose/unique.ts';
import { placeOf } from '#core/compose/validate/findings.ts';
import { entry, Scalar, type Entry, type Mapping, type Sequence, type YamlNode } from '#core/yaml/node.ts';
import { part } from '#core/yaml/span.ts';

/** Keys from the root down: `['services', 'web', 'ports']`. */
export type TreePath = readonly string[];

type Problems = (problem: LoadProblem) => void;

/** How two values of one attribute become one, where that is not "mappings by key, lists appended, scalars replaced". */
type Strategy =
  /** The later value counts alone. */
  | 'replace'
  /** `KEY: value` and `KEY=value` by key. */
  | 'pairs'
  /** One value or a list of them, appended. */
  | 'list'
  /** A list of names beside a mapping of them, by name. */
  | 'names'
  /** `build: .` beside `build: {…}`. */
  | 'build'
  /** Replaced where both name a driver and the drivers differ. */
  | 'logging'
  /** By key where both are mappings, else replaced. */
  | 'mapping-or-replace'
  /** A list of mappings with one entry for each subnet. */
  | 'subnets';

const serviceStrategies: ReadonlyMap<string, Strategy> = new Map(Object.entries<Strategy>({
  annotations: 'pairs', build: 'build', command: 'replace', depends_on: 'names', dns: 'list', dns_opt: 'list', dns_search: 'list',
  entrypoint: 'replace', env_file: 'list', label_file: 'list', environment: 'pairs', extra_hosts: 'list', labels: 'pairs',
  logging: 'logging', models: 'names', networks: 'names', sysctls: 'pairs', tmpfs: 'list',
  'build.args': 'pairs', 'build.additional_contexts': 'pairs', 'build.extra_hosts': 'list', 'build.labels': 'pairs',
  'healthcheck.test': 'replace', 'deploy.labels': 'pairs',
}));

/** Services that were merged before, by what was put over others: the very same two are merged once. */
export type MergedServices = WeakMap<YamlNode, readonly Merged[]>;

interface Merged {
  readonly base: YamlNode;
  readonly merged: YamlNode;
  readonly problems: readonly LoadProblem[];
}

/** In how many environments one file lies over others, and each of them is remembered. */
const rememberedBases = 8;

/** Puts an overriding tree over a base. `path` is where both stand in a project, `key` what stands before the overriding one. */
export function mergeTrees(base: YamlNode, over: YamlNode, problem: Problems = () => undefined, path: TreePath = [], known?: MergedServices, key?: Scalar): YamlNode {
  if (known === undefined || path.length !== 2) return merge(base, over, problem, path, known, key);
  const before = known.get(over) ?? [];
  let pair = before.find((each) => each.base === base);
  if (pair === undefined) {
    const problems: LoadProblem[] = [];
    pair = { base, merged: merge(base, over, (each) => problems.push(each), path, undefined, key), problems };
    known.set(over, [pair, ...before.slice(0, rememberedBases - 1)]);
  }
  pair.problems.forEach(problem);
  return pair.merged;
}

function merge(base: YamlNode, over: YamlNode, problem: Problems, path: TreePath, known?: MergedServices, key?: Scalar): YamlNode {
  if (over.tag === '!override') return withoutResets(over);
  const strategy = strategyAt(path);
  if (strategy === 'replace') return withoutResets(over);
  // `A` over `A=a` is a variable that the shell sets, not a thing left unsaid.
  if (isNull(over) && strategyAt(path, 1) === 'pairs') return over;
  if (isNull(over) && strategy !== 'logging' && strategy !== 'subnets' && strategy !== 'mapping-or-replace') return base;
  if (isNull(base) && (strategy === undefined || strategy === 'mapping-or-replace')) return withoutResets(over);
  switch (strategy) {
    case 'pairs': return sameKind(pairsOf(base), pairsOf(over), problem, path, known, key);
    case 'list': return sameKind(listOf(base), listOf(over), problem, path, known, key);
    case 'names': return path.at(-1) === 'depends_on' ? sameKind(startedOf(base), startedOf(over), problem, path, known, key) : sameKind(namesOf(base), namesOf(over), problem, path, known, key);
    case 'build': return sameKind(buildOf(base), buildOf(over), problem, path, known, key);
    case 'logging': return driversDiffer(base, over) ? withoutResets(over) : sameKind(base, over, problem, path, known, key);
    case 'mapping-or-replace': return base.kind === 'mapping' && over.kind === 'mapping' ? mergeMappings(base, over, problem, path) : withoutResets(over);
    case 'subnets': return base.kind === 'sequence' && over.kind === 'sequence' ? mergeSubnets(base, over, problem, path) : withoutResets(over);
    case undefined: return base.kind === 'scalar' ? withoutResets(over) : sameKind(base, over, problem, path, known, key);
  }
}

/** How the value at a path is merged, or at the place around it where `up` is 1. No list is made: this is asked of every value. */
function strategyAt(path: TreePath, up = 0): Strategy | undefined {
  const depth = path.length - up;
  if (depth < 3) return undefined;
  const [kind, , first = '', second = ''] = path;
  if (kind === 'services' || kind === 'jobs') {
    if (depth === 3) return serviceStrategies.get(first);
    if (depth > 4) return undefined;
    return first === 'ulimits' ? 'mapping-or-replace' : first === 'build' || first === 'healthcheck' || first === 'deploy' ? serviceStrategies.get(`${first}.${second}`) : undefined;
  }
  if (depth === 3) return first === 'labels' && (kind === 'networks' || kind === 'volumes' || kind === 'secrets' || kind === 'configs') ? 'pairs' : undefined;
  return depth === 4 && kind === 'networks' && first === 'ipam' && second === 'config' ? 'subnets' : undefined;
}

/** Two mappings by key, two lists one behind the other; anything else is refused by Compose. */
function sameKind(base: YamlNode, over: YamlNode, problem: Problems, path: TreePath, known: MergedServices | undefined, key: Scalar | undefined): YamlNode {
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, problem, path, known);
  if (base.kind === 'sequence' && over.kind === 'sequence') return append(base, over, path);
  problem({
    code: 'wrong-type', at: placeOf(over, key),
    message: `${path.join('.')} is a ${kindName(base)} in the file before and a ${kindName(over)} here: Compose cannot merge them`,
    related: { at: { value: base, file: base.file, span: base.alias ?? base.span }, message: `A ${kindName(base)} here` },
  });
  return base;
}

function kindName(node: YamlNode): string {
  return node.kind === 'mapping' ? 'mapping' : node.kind === 'sequence' ? 'list' : 'single value';
}

function mergeMappings(base: Mapping, over: Mapping, problem: Problems, path: TreePath, known?: MergedServices): Mapping {
  // Copied when the first of them changes: most mappings only gain entries.
  let changed: (Entry | undefined)[] | undefined;
  let added: Entry[] | undefined;
  let isWhole = true;
  // To look through a few costs less than to know where each is.
  const places = base.entries.length > 16 ? new Map(base.entries.map(({ key }, index) => [key.content, index])) : undefined;
  for (const each of over.entries) {
    const name = each.key.content;
    const at = places === undefined ? indexOf(name, base.entries) : places.get(name) ?? -1;
    const earlier = (changed ?? base.entries)[at];
    if (each.value.tag === '!reset') {
      if (earlier === undefined) continue;
      (changed ??= base.entries.slice())[at] = undefined;
      isWhole = false;
    } else if (earlier === undefined) (added ??= []).push(withoutResetsIn(each));
    else {
      const value = mergeTrees(earlier.value, each.value, problem, [...path, name], known, each.key);
      // A person looks for a service where it is first defined, and for its attribute where it is said last.
      const key = value === earlier.value || path.length < 2 ? earlier.key : each.key;
      if (value !== earlier.value || key !== earlier.key) (changed ??= base.entries.slice())[at] = { key, value, merged: each.merged };
    }
  }
  const all = changed ?? base.entries;
  const kept = isWhole ? all as readonly Entry[] : all.filter((each) => each !== undefined);
  return { kind: 'mapping', file: over.file, span: over.span, tag: undefined, alias: over.alias, flow: over.flow, entries: added === undefined ? kept : kept.concat(added) };
}

function indexOf(name: string, entries: readonly Entry[]): number {
  for (let index = 0; index < entries.length; index += 1) if (entries[index]?.key.content === name) return index;
  return -1;
}

/** To compare so many costs less than to look them up. */
const fewPairs = 64;

/** One list behind the other, without what is there already. */
function append(base: Sequence, over: Sequence, path: TreePath): Sequence {
  const present = base.items.length * over.items.length > fewPairs ? new Set(base.items.map(identity)) : undefined;
  const isPresent = (item: YamlNode): boolean => (present === undefined ? base.items.some((each) => isSame(each, item)) : present.has(identity(item)));
  const added = over.items.filter((item) => item.tag !== '!reset' && !isPresent(item));
  return unique({ kind: 'sequence', file: over.file, span: over.span, tag: undefined, alias: over.alias, flow: over.flow, items: base.items.concat(added) }, path, base.items.length);
}

/**
 * What later files are put over: Compose has a merged tree in long syntax by then, so that a list of ssh keys is a mapping,
 * `gpus: all` a list, and `external: {name: …}` a name (compose-go, package transform).
 */
export function inMergedForm(root: YamlNode): YamlNode {
  const services = changed(root, 'services', (all) => changedAll(all, (service) => changed(changed(service, 'gpus', gpuList), 'build', (build) => changed(build, 'ssh', pairsOf))));
  return ['networks', 'volumes', 'secrets', 'configs'].reduce((tree, kind) => changed(tree, kind, (all) => changedAll(all, namedOutside)), services);
}

/** `external: {name: foo}` as `external: true` and `name: foo`. */
function namedOutside(resource: YamlNode): YamlNode {
  const external = entry(resource, 'external');
  if (resource.kind !== 'mapping' || external?.value.kind !== 'mapping') return resource;
  const name = entry(external.value, 'name');
  const isTrue = { ...external, value: Scalar.made(external.key.file, external.value.span, true, external.value.alias) };
  return { ...resource, entries: [...resource.entries.map((each) => (each === external ? isTrue : each)), ...(name === undefined || entry(resource, 'name') !== undefined ? [] : [name])] };
}

function gpuList(node: YamlNode): YamlNode {
  if (node.kind !== 'scalar' || node.value === null) return node;
  const key = node.with({ value: 'count', text: { ...node.text, value: 'count', pieces: undefined } });
  const { file, span } = node;
  const request: Mapping = { kind: 'mapping', file, span, tag: undefined, alias: undefined, flow: true, entries: [{ key, value: node, merged: undefined }] };
  return { kind: 'sequence', file, span, tag: undefined, alias: undefined, flow: true, items: [request] };
}

/** A mapping with the value of one key changed; the same where nothing changes. */
function changed(node: YamlNode, key: string, change: (value: YamlNode) => YamlNode): YamlNode {
  const known = entry(node, key);
  if (known === undefined || node.kind !== 'mapping') return node;
  const value = change(known.value);
  return value === known.value ? node : { ...node, entries: node.entries.map((each) => (each === known ? { ...each, value } : each)) };
}

function changedAll(node: YamlNode, change: (value: YamlNode) => YamlNode): YamlNode {
  if (node.kind !== 'mapping') return node;
  const entries = node.entries.map((each) => {
    const value = change(each.value);
    return value === each.value ? each : { ...each, value };
  });
  return entries.every((each, index) => each === node.entries[index]) ? node : { ...node, entries };
}

function isSame(a: YamlNode, b: YamlNode): boolean {
  return a.kind === 'scalar' && b.kind === 'scalar' ? Object.is(a.value, b.value) : a.kind === b.kind && identity(a) === identity(b);
}

/** Equal values have equal identities, wherever they stand. */
function identity(node: YamlNode): string {
  return node.kind === 'scalar' && typeof node.value === 'string' ? `"${node.value}` : identityWithin(node);
}

/** The same, so that it can be told from what stands beside it. */
function identityWithin(node: YamlNode): string {
  switch (node.kind) {
    case 'scalar': return JSON.stringify(node.value);
    case 'sequence': return `[${node.items.map(identityWithin).join(',')}]`;
    case 'mapping': return `{${node.entries.map(({ key, value }) => `${JSON.stringify(key.content)}:${identityWithin(value)}`).toSorted().join(',')}}`;
  }
}

function driversDiffer(base: YamlNode, over: YamlNode): boolean {
  const [first, second] = [entry(base, 'driver'), entry(over, 'driver')];
  return first !== undefined && second !== undefined && identity(first.value) !== identity(second.value);
}

/**
 * Step by step as compose-go does it (override/merge.go, mergeIPAMConfig), so that the outcome is the same where it surprises:
 * a subnet that no override names is gone, and an empty list leaves no list, which Compose then refuses.
 */
function mergeSubnets(base: Sequence, over: Sequence, problem: Problems, path: TreePath): YamlNode {
  const configs: { node: YamlNode }[] = [];
  const placeOfSubnet = (subnet: string): number => configs.findIndex(({ node }) => subnetOf(node) === subnet);
  for (const item of base.items) {
    // What is merged into it later shows in the list too, as Compose's maps do.
    const own = { node: item };
    for (const each of over.items) {
      if (subnetOf(each) !== subnetOf(own.node) && placeOfSubnet(subnetOf(each)) === -1) {
        configs.push({ node: each });
        continue;
      }
      own.node = own.node.kind === 'mapping' && each.kind === 'mapping' ? mergeMappings(own.node, each, problem, path) : each;
      const at = placeOfSubnet(subnetOf(own.node));
      configs[at === -1 ? configs.length : at] = own;
    }
  }
  return configs.length === 0 ? Scalar.made(over.file, over.span, null, over.alias) : { ...over, items: configs.map(({ node }) => node) };
}

function subnetOf(config: YamlNode): string {
  const subnet = entry(config, 'subnet');
  return subnet === undefined ? '' : identity(subnet.value);
}

/** A tree without the entries that `!reset` takes away: what they had to take away is gone. */
export function withoutResets(node: YamlNode): YamlNode {
  switch (node.kind) {
    case 'scalar': return node;
    case 'sequence': {
      const items = node.items.filter((item) => item.tag !== '!reset').map(withoutResets);
      return node.tag === undefined && items.length === node.items.length && items.every((item, index) => item === node.items[index]) ? node : { ...node, tag: plainTag(node.tag), items };
    }
    case 'mapping': {
      const entries = node.entries.filter(({ value }) => value.tag !== '!reset').map(withoutResetsIn);
      return node.tag === undefined && entries.length === node.entries.length && entries.every((each, index) => each === node.entries[index]) ? node : { ...node, tag: plainTag(node.tag), entries };
    }
  }
}

function withoutResetsIn(each: Entry): Entry {
  const value = withoutResets(each.value);
  return value === each.value ? each : { ...each, value };
}

function plainTag(tag: string | undefined): string | undefined {
  return tag === '!override' || tag === '!reset' ? undefined : tag;
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function buildOf(node: YamlNode): YamlNode {
  if (node.kind !== 'scalar' || node.value === null) return node;
  const key = node.with({ value: 'context', text: { ...node.text, value: 'context', pieces: undefined } });
  return { kind: 'mapping', file: node.file, span: node.span, tag: undefined, alias: undefined, flow: true, entries: [{ key, value: node, merged: undefined }] };
}

function listOf(node: YamlNode): YamlNode {
  if (node.kind === 'sequence') return node;
  if (node.kind === 'mapping') return { ...node, kind: 'sequence', items: node.entries.flatMap(({ key, value }) => hostsOf(key.content, value)) };
  return { kind: 'sequence', file: node.file, span: node.span, tag: undefined, alias: undefined, flow: true, items: node.value === null ? [] : [node] };
}

/** `host: ip` or `host: [ip, ip]` as `host=ip`. */
function hostsOf(name: string, value: YamlNode): readonly YamlNode[] {
  if (value.kind === 'sequence') return value.items.flatMap((item) => hostsOf(name, item));
  if (value.kind !== 'scalar') return [];
  const text = value.value === null ? name : `${name}=${value.content}`;
  return [value.with({ value: text, text: { ...value.text, value: text, pieces: undefined } })];
}

/** `[db]` as `db:`: each item becomes a key without a value. */
export function namesOf(node: YamlNode): YamlNode {
  if (node.kind === 'scalar' && node.value === null) return { kind: 'mapping', file: node.file, span: node.span, tag: undefined, alias: undefined, flow: true, entries: [] };
  if (node.kind !== 'sequence') return node;
  const entries = node.items.flatMap((item): Entry[] => item.kind === 'scalar'
    ? [{ key: item, value: item.with({ value: null, text: { ...item.text, value: '', pieces: undefined } }), merged: undefined }]
    : []);
  return { ...node, kind: 'mapping', entries: [...new Map(entries.map((each) => [each.key.content, each])).values()] };
}

/** `[db]` as `db: {condition: service_started}`: over a mapping a list says that too. */
function startedOf(node: YamlNode): YamlNode {
  const names = namesOf(node);
  if (node.kind !== 'sequence' || names.kind !== 'mapping') return names;
  const entries = names.entries.map((each): Entry => {
    const said = (value: string): Scalar => each.key.with({ value, text: { ...each.key.text, value, pieces: undefined } });
    const condition = { key: said('condition'), value: said('service_started'), merged: undefined };
    return { ...each, value: { kind: 'mapping', file: each.key.file, span: each.key.span, tag: undefined, alias: each.key.alias, flow: true, entries: [condition] } };
  });
  return { ...names, entries };
}

/** `[A=1]` as `A: 1`. */
export function pairsOf(node: YamlNode): YamlNode {
  if (node.kind !== 'sequence') return node;
  const entries = node.items.flatMap((item): Entry[] => {
    if (item.kind !== 'scalar') return [];
    const { text } = item;
    const equals = text.value.indexOf('=');
    const name = equals === -1 ? text : part(text, 0, equals);
    const key = item.with({ value: name.value, text: name });
    const value = equals === -1 ? undefined : part(text, equals + 1, text.value.length);
    return [{ key, value: item.with(value === undefined ? { value: null, text: { ...text, value: '', pieces: undefined } } : { value: value.value, text: value }), merged: undefined }];
  });
  return { ...node, kind: 'mapping', entries: [...new Map(entries.map((each) => [each.key.content, each])).values()] };
}

// `extends`: a service takes over what another says, of the same file or of another one (compose-go, loader/extends.go).

import type { Variables } from '#core/compose/interpolate.ts';
import { inMergedForm, mergeTrees, withoutResets } from '#core/compose/merge.ts';
import { withUniqueLists } from '#core/compose/unique.ts';
import type { FilePath } from '#core/outside.ts';
import { startingIn, type Loading } from '#core/project/loading.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { entries, entry, get, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';
import { nearest } from '#core/words/nearest.ts';

/** Where services look for those that they extend. */
interface Scope {
  readonly file: FilePath;
  /** Where the path of an `extends.file` starts. */
  readonly directory: FilePath;
  readonly variables: Variables;
  readonly services: ReadonlyMap<string, Entry>;
  /** The services that hold already what they extend. */
  readonly resolved: Map<Entry, YamlNode>;
  /** The other files that were read on the way, by path. */
  readonly others: Map<FilePath, Scope>;
}

/** Longer chains are not followed: nobody has one, and each step costs room on the stack. */
const chainLimit = 200;

/** One step of a chain of `extends`. */
interface Step {
  readonly file: FilePath;
  readonly service: string;
  readonly at: Located<unknown>;
}

/** A tree whose services hold what they extend. */
export async function applyExtends(tree: YamlNode, file: FilePath, directory: FilePath, variables: Variables, loading: Loading): Promise<YamlNode> {
  const all = entry(tree, 'services');
  if (tree.kind !== 'mapping' || all?.value.kind !== 'mapping' || !entries(all.value).some(({ value }) => entry(value, 'extends') !== undefined)) return tree;
  const scope: Scope = { file, directory, variables, services: byName(all.value), resolved: new Map(), others: new Map() };
  const resolved: Entry[] = [];
  for (const each of entries(all.value)) resolved.push({ ...each, value: await resolve(each, scope, [], loading) });
  const services = { ...all, value: { ...all.value, entries: resolved } };
  return { ...tree, entries: tree.entries.map((each) => (each === all ? services : each)) };
}

async function resolve(service: Entry, scope: Scope, chain: readonly Step[], loading: Loading): Promise<YamlNode> {
  const known = scope.resolved.get(service);
  if (known !== undefined) return known;
  const { circles } = loading;
  const resolved = await extendedBy(service, scope, chain, loading);
  // Each service of a circle is said to be in it, up to a number that nobody mends at a time.
  if (loading.circles === circles || circles > chainLimit) scope.resolved.set(service, resolved);
  return resolved;
}

async function extendedBy(service: Entry, scope: Scope, chain: readonly Step[], loading: Loading): Promise<YamlNode> {
  const extended = entry(service.value, 'extends');
  if (extended === undefined || service.value.kind !== 'mapping') return service.value;
  const own: YamlNode = { ...service.value, entries: service.value.entries.filter((each) => each !== extended) };
  const name = textOf(extended.value) ?? textOf(get(extended.value, 'service'));
  if (name === undefined) return own;
  const step: Step = { file: scope.file, service: service.key.content, at: name };
  const again = chain.findIndex((each) => each.file === step.file && each.service === step.service);
  if (again !== -1) {
    loading.circles += 1;
    loading.report({ code: 'dependency-cycle', at: name, message: `${[...chain.slice(again), step].map((each) => each.service).join(' extends ')}: no end to it, Compose refuses the project` });
    return own;
  }
  if (chain.length >= chainLimit) {
    loading.partial = true;
    return own;
  }
  const path = textOf(get(extended.value, 'file'));
  const target = path === undefined ? scope : await otherFile(path, service.key.content, scope, loading);
  const base = target?.services.get(name.value);
  if (target === undefined) return own;
  if (base === undefined) {
    missing(name, path, target, loading);
    return own;
  }
  const inherited = withoutResets(await resolve(base, target, [...chain, step], loading));
  if (inherited.kind !== 'mapping') return own;
  return mergeTrees(target === scope ? inherited : startingIn(inherited, folderOf(target.file)), own, loading.report, ['services', service.key.content]);
}

function missing(name: Text, path: Text | undefined, target: Scope, loading: Loading): void {
  if (name.unresolved.length > 0) {
    loading.partial = true;
    return;
  }
  const similar = nearest(name.value, target.services.keys());
  loading.partial = true;
  loading.report({
    code: 'extends-missing', at: name,
    message: `There is no service "${name.value}" to extend${path === undefined ? '' : ` in ${path.value}`}: Compose refuses the project`,
    ...(similar === undefined ? {} : { mend: { title: `Use "${similar}"`, at: name, text: similar } }),
  });
}

/** The services of another file. Undefined, and said, when it cannot be read. */
async function otherFile(path: Text, service: string, scope: Scope, loading: Loading): Promise<Scope | undefined> {
  loading.partial ||= path.unresolved.length > 0;
  if (path.unresolved.length > 0 || isRemote(path.value)) {
    loading.partial = true;
    return undefined;
  }
  const target = resolvePath(path.directory ?? scope.directory, path.value);
  const known = scope.others.get(target);
  if (known !== undefined) return known;
  const file = await loading.file(target, path);
  loading.interpolatedWith(target, scope.variables);
  if (file === undefined) {
    loading.partial = true;
    loading.report({ code: 'extends-missing', at: path, message: `${path.value} cannot be read: ${service} has nothing to extend, Compose refuses the project` });
    return undefined;
  }
  const trees = file.documents.flatMap((document) => (document === undefined ? [] : [loading.parsed.interpolated.tree(document, scope.variables, loading.report)]));
  const [first, ...rest] = trees;
  const root = first === undefined ? undefined : inMergedForm(withUniqueLists(rest.reduce((base, over) => mergeTrees(base, over, loading.report), first)));
  const other: Scope = { file: target, directory: folderOf(target), variables: scope.variables, services: byName(get(root, 'services')), resolved: new Map(), others: scope.others };
  scope.others.set(target, other);
  return other;
}

function byName(services: YamlNode | undefined): ReadonlyMap<string, Entry> {
  return new Map(entries(services).map((each) => [each.key.content, each]));
}

/** A file that only Compose can fetch: of git, of a registry, of the web. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][\w+.-]*:\/\/|git@|github\.com\/|oci:)/i.test(path);
}

// Where a value of the merged project comes from: every definition of one key over base, overrides, `extends` and
// `include`, and the one that counts.

import type { Project } from '#core/compose/model.ts';
import type { Variables } from '#core/compose/interpolate.ts';
import { entryOrItem, nodeAt, placeAt } from '#core/language/place.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { get, isNull, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** One definition of a key. */
export interface Origin {
  readonly file: YamlFile;
  /** Where the key stands, or the value where it has no key. */
  readonly span: Span;
  /** As it is written: with its variables. */
  readonly node: YamlNode;
  /** The service that it was taken over from by `extends`. */
  readonly extended: string | undefined;
}

/** Longer chains of `extends` are not followed. */
const chainLimit = 20;

/** Every definition of a path, the one that counts least first. `path` holds keys only: items of lists have no place of their own after merging. */
export function originsOf(project: Project, path: readonly string[]): readonly Origin[] {
  const all = layersOf(project).flatMap((file) => definitions(project, file, path, undefined, 0));
  // A key without a value leaves what another file says, but for a variable, which takes the shell's then.
  return isPair(path) ? all : all.filter(({ node }, index) => index === 0 || node.tag !== undefined || !isNull(node));
}

/** Whether a later single value at a path stands in the place of an earlier one; else it is put beside it (override/merge.go). */
export function isReplaced(path: readonly string[], origins: readonly Origin[]): boolean {
  if (path[0] !== 'services') return true;
  return path.length !== 3 || !/^(?:env_file|label_file|dns|dns_opt|dns_search|tmpfs|extends|build)$/.test(path[2] ?? '')
    || path[2] === 'build' && origins.every(({ node }) => node.kind === 'scalar');
}

function isPair(path: readonly string[]): boolean {
  return pairs.test(path.slice(2, -1).join('.'));
}

const pairs = /^(?:environment|labels|annotations|sysctls|build\.args|build\.labels|deploy\.labels)$/;

const knownLayers = new WeakMap<Project, readonly YamlFile[]>();

/** The files that are merged: what is included first, then those of the environment in their order. */
function layersOf(project: Project): readonly YamlFile[] {
  const before = knownLayers.get(project);
  if (before !== undefined) return before;
  const { files } = project.environment;
  const isMain = new Set(files);
  const included = project.files.filter(({ file }) => !isMain.has(file) && wayInto(project, file) === 'include');
  const layers = [...included, ...files.flatMap((path) => project.files.find(({ file }) => file === path) ?? [])];
  knownLayers.set(project, layers);
  return layers;
}

/** How a file that the environment does not name became part of the project. */
export function wayInto(project: Project, path: FilePath): 'named' | 'include' | 'extends' {
  let at = path;
  for (let steps = 0; steps < project.files.length; steps += 1) {
    const by = project.broughtBy.get(at);
    if (by === undefined) return at === path ? 'named' : 'extends';
    const file = project.files.find((each) => each.file === by.file);
    if (file === undefined || placeAt(file, by.span[0])?.path[0] === 'include') return 'include';
    at = by.file;
  }
  return 'extends';
}

/** The variables with which a file is interpolated. */
export function variablesFor(project: Project, path: FilePath): Variables {
  return project.variablesOf.get(path) ?? project.variables;
}

function definitions(project: Project, file: YamlFile, path: readonly string[], extended: string | undefined, depth: number): readonly Origin[] {
  return file.documents.flatMap((document) => {
    const inherited = path[0] === 'services' && path.length > 2 && depth < chainLimit ? inheritedFrom(project, file, document, path, depth) : [];
    const own = entryOrItem(document, path) ?? pairIn(document, path);
    if (own === undefined) return inherited;
    return [...inherited, { file, span: own.key?.span ?? own.value.span, node: own.value, extended }];
  });
}

/** `KEY=value` in a list, where the path names the key. */
function pairIn(document: YamlNode | undefined, path: readonly string[]): { readonly key: undefined; readonly value: YamlNode } | undefined {
  const name = path.at(-1) ?? '';
  const found = items(nodeAt(document, path.slice(0, -1))).find((item) => item.kind === 'scalar' && (item.content === name || item.content.startsWith(`${name}=`)));
  return found && { key: undefined, value: found };
}

/** The path by which other files speak of the same thing: an item `KEY=value` is found by its key. Undefined for other items of lists. */
export function sharedPath(path: readonly string[], node: YamlNode): readonly string[] | undefined {
  const index = path.findIndex((step) => /^\d+$/.test(step));
  if (index === -1) return path;
  const list = path.slice(2, index).join('.');
  return index === path.length - 1 && node.kind === 'scalar' && pairs.test(list) ? [...path.slice(0, -1), node.content.split('=', 1)[0] ?? ''] : undefined;
}

function inheritedFrom(project: Project, file: YamlFile, document: YamlNode | undefined, path: readonly string[], depth: number): readonly Origin[] {
  const found = extendedService(project, file, nodeAt(document, path.slice(0, 2)));
  if (found === undefined) return [];
  return definitions(project, found.file, ['services', found.service, ...path.slice(2)], found.service, depth + 1);
}

/** The service that a service extends, and the file in which it is, where both are known. */
export function extendedService(project: Project, within: YamlFile, service: YamlNode | undefined): { readonly file: YamlFile; readonly service: string } | undefined {
  const extended = get(service, 'extends');
  const name = textOf(extended) ?? textOf(get(extended, 'service'));
  if (name === undefined) return undefined;
  const path = textOf(get(extended, 'file'));
  if (path === undefined) return { file: within, service: name.value };
  const directory = project.environment.files.includes(within.file) ? project.directory : folderOf(within.file);
  const target = resolvePath(directory, path.value);
  const file = project.files.find((each) => each.file === target);
  return file && { file, service: name.value };
}

// What the names in `composure.yaml` lead to: services and environments to where they are defined, paths to what is there.

import type { Project } from '#core/compose/model.ts';
import { namesAt, type Name } from '#core/configuration/names.ts';
import { placesIn } from '#core/configuration/places.ts';
import type { Link } from '#core/language/links.ts';
import type { Block } from '#core/language/prose.ts';
import { distinct, type Target } from '#core/language/target.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { listed } from '#core/words/listed.ts';
import { entry, get } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { settled, touches, type Span } from '#core/yaml/span.ts';

/** The name at an offset. */
export function nameIn(file: YamlFile, offset: number): Name | undefined {
  for (const place of placesIn(file)) for (const name of namesAt(place)) if (touches(name.node.span, offset)) return name;
  return undefined;
}

/** Where a service or an environment that is named at an offset is defined; undefined for what is neither. */
export function definitionsInConfiguration(file: YamlFile, offset: number, projects: readonly Project[]): { readonly span: Span; readonly targets: readonly Target[] } | undefined {
  const named = nameIn(file, offset);
  if (named === undefined || (named.kind !== 'service' && named.kind !== 'environment')) return undefined;
  const { kind, name, node } = named;
  const described = kind === 'environment' ? entry(get(file.documents[0], 'environments'), name)?.key : undefined;
  const targets = kind === 'service' ? projects.flatMap(({ services }) => services.get(name)?.key ?? [])
    : described === undefined ? projects.flatMap(({ environment }) => (environment.name === name ? environment.files.slice(-1).map((path): Target => ({ file: path, span: [0, 0] })) : [])) : [described];
  return { span: settled(node.span), targets: distinct(targets.map(({ file: path, span }) => ({ file: path, span: settled(span) }))) };
}

/** What a person reads of a name: what it is, and in which environments. */
export function explainedName({ kind, name }: Name, projects: readonly Project[]): readonly Block[] {
  const having = projects.filter(({ environment, services }) => (kind === 'service' ? services.has(name) : kind === 'environment' && environment.name === name));
  if (having.length === 0) return [];
  if (kind === 'service') return [[{ strong: name }, `: a service of ${listed(having.map(({ environment }) => environment.name))}`]];
  const folder = (path: string): string => path.slice(folderOf(path).length + 1);
  return [[{ strong: name }, `: an environment of ${listed([...new Set(having.flatMap(({ environment }) => environment.files.map(folder)))])}`]];
}

/** The files and folders that it names and that are there. */
export async function linksInConfiguration(file: YamlFile, files: FileSystem, cancellation: Cancellation): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const { kind, name, node } of [...placesIn(file)].flatMap(namesAt)) {
    if (kind === 'service' || kind === 'environment' || kind === 'profile' || name.startsWith('~')) continue;
    const target = resolvePath(folderOf(file.file), name);
    const found = await files.stat(target);
    cancellation.throwIfAborted();
    if (found === 'file' || found === 'directory') links.push({ span: settled(node.kind === 'scalar' ? node.text.span : node.span), kind: 'path', target });
  }
  return links;
}

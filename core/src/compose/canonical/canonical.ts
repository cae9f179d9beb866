// The merged project as Compose prints it: what all the files, variables and defaults come to. Compose takes the same
// steps in the same order (compose-go, loader/loader.go). Each leaf of `tree` still knows where it comes from.

import type { Project } from '#core/compose/model.ts';
import { withAbsolutePaths } from '#core/compose/canonical/absolute-paths.ts';
import { withDefaults } from '#core/compose/canonical/defaults.ts';
import { withFilesOfVariables } from '#core/compose/canonical/files-of-variables.ts';
import { inLongSyntax } from '#core/compose/canonical/long-syntax.ts';
import { inEntries, scalarAt, withEntry } from '#core/compose/canonical/make.ts';
import { printProject, type Json } from '#core/compose/canonical/print.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { entries, get, items, textOf, type Entry, type Mapping, type YamlNode } from '#core/yaml/node.ts';

export interface CanonicalProject {
  /** In long syntax, with all defaults, paths absolute; active services and what they use. */
  readonly tree: YamlNode;
  /** What `docker compose config --format json` prints. */
  readonly json: { readonly [key: string]: Json };
}

/** The canonical form of a project; undefined where nothing of it could be read. `home` is what `~` stands for. */
export async function canonicalProject(project: Project, files: FileSystem, cancellation: Cancellation, home?: FilePath): Promise<CanonicalProject | undefined> {
  if (project.root === undefined) return undefined;
  const long = inLongSyntax(project.root);
  const named = withEntry(long as Mapping, 'name', scalarAt(get(long, 'name') ?? long, project.name));
  const complete = withAbsolutePaths(withDefaults(named, project.name, project.variables), { directory: project.directory, home });
  const active = withoutUnused(withoutInactive(complete, project));
  const services: Entry[] = [];
  for (const each of entries(get(active, 'services'))) {
    services.push(each.value.kind === 'mapping' ? { ...each, value: await withFilesOfVariables(each.value, project.variables, files, cancellation) } : each);
  }
  const tree = inEntries(active, { services: (all) => (all.kind === 'mapping' ? { ...all, entries: services } : all) });
  return { tree, json: printProject(tree) };
}

function withoutInactive(root: YamlNode, project: Project): YamlNode {
  return inEntries(root, { services: (all) => withOnly(all, (name) => project.services.get(name)?.active ?? true) });
}

function withOnly(node: YamlNode, keep: (name: string) => boolean): YamlNode {
  return node.kind === 'mapping' ? { ...node, entries: node.entries.filter(({ key }) => keep(key.content)) } : node;
}

/** Networks, volumes, secrets and configs that no active service uses are not part of the project. */
function withoutUnused(root: YamlNode): YamlNode {
  const used = { networks: new Set<string>(), volumes: new Set<string>(), secrets: new Set<string>(), configs: new Set<string>(), models: new Set<string>() };
  const source = (node: YamlNode): string => textOf(get(node, 'source'))?.value ?? '';
  for (const { value: service } of entries(get(root, 'services'))) {
    for (const { key } of entries(get(service, 'networks'))) used.networks.add(key.content);
    for (const { key } of entries(get(service, 'models'))) used.models.add(key.content);
    for (const mount of items(get(service, 'volumes'))) if (textOf(get(mount, 'type'))?.value === 'volume') used.volumes.add(source(mount));
    for (const secret of [...items(get(service, 'secrets')), ...items(get(get(service, 'build'), 'secrets'))]) used.secrets.add(source(secret));
    for (const config of items(get(service, 'configs'))) used.configs.add(source(config));
  }
  return inEntries(root, Object.fromEntries(Object.entries(used).map(([kind, names]) => [kind, (all: YamlNode) => withOnly(all, (name) => names.has(name))])));
}

// Which environments a folder has, by the convention of file names: the default file with its override, a file for
// each environment that is complete in itself, and overlays that make sense only on top of the default file.

import { readResources, readServices } from '#core/compose/read.ts';
import { mergeTrees } from '#core/compose/merge.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { defaultNames, modeOf, overrideNames, readFileName } from '#core/project/file-names.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { entry, type YamlNode } from '#core/yaml/node.ts';

/** The environments of one folder in the order: default, then by name. Sub-folders are not looked at. */
export async function discoverEnvironments(directory: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const names = [...(await files.list(directory)) ?? []].filter(([, kind]) => kind === 'file').map(([name]) => name).toSorted();
  cancellation.throwIfAborted();
  const path = (name: string): FilePath => (directory.endsWith('/') ? directory + name : `${directory}/${name}`);
  const base = defaultNames.find((name) => names.includes(name));
  const baseOverride = base && overrideNames.find((name) => names.includes(name));
  const environments: Environment[] = [];
  const add = (name: string, own: readonly string[]): void => {
    const envFile = `.env.${name}`;
    const envFiles = names.includes(envFile) ? ['.env', envFile].filter((each) => names.includes(each)).map(path) : [];
    environments.push({ name, mode: modeOf(name), directory, files: own.map(path), envFiles, profiles: [] });
  };
  if (base !== undefined) add('default', [base, ...(baseOverride === undefined ? [] : [baseOverride])]);
  for (const name of names) {
    const said = readFileName(name);
    if (said === undefined || name === base || name === baseOverride || said.override) continue;
    const own = [name, ...names.filter((each) => each !== name && isOverrideOf(each, said.environment))];
    const alone = base === undefined || said.environment === '' || await resolves(own.map(path), files, parsed, cancellation);
    add(said.environment === '' ? name.replace(/\.ya?ml$/i, '') : said.environment, alone ? own : [base, ...own]);
  }
  const taken = new Set(environments.flatMap((environment) => environment.files));
  for (const name of names) if (readFileName(name) !== undefined && !taken.has(path(name))) add(name.replace(/\.ya?ml$/i, ''), [name]);
  return withDefaultMode(unambiguous(environments));
}

function isOverrideOf(name: string, environment: string): boolean {
  const said = readFileName(name);
  return environment !== '' && said?.override === true && said.environment === environment;
}

/** Whether the files make a project by themselves: every service has an image or a build, and what it names is there. */
async function resolves(paths: readonly FilePath[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<boolean> {
  const trees: YamlNode[] = [];
  for (const path of paths) {
    const file = await parsed.get(path, files);
    cancellation.throwIfAborted();
    for (const document of file?.documents ?? []) if (document !== undefined) trees.push(document);
  }
  const [first, ...rest] = trees;
  if (first === undefined) return false;
  const root = rest.reduce((base, over) => mergeTrees(base, over), first);
  if (entry(root, 'include') !== undefined) return true;
  const services = readServices(root, new Set());
  if (services.size === 0) return false;
  const networks = readResources(root, 'networks');
  const volumes = readResources(root, 'volumes');
  return [...services.values()].every((service) =>
    (['image', 'build', 'extends', 'provider'].some((key) => entry(service.node, key) !== undefined))
    && service.references.every((reference) => services.has(reference.service.value))
    && service.networks.every((network) => network.value === 'default' || networks.has(network.value))
    && service.mounts.every((mount) => mount.type !== 'volume' || mount.source === undefined || mount.source.unresolved.length > 0 || mount.source.value.includes('$') || volumes.has(mount.source.value)));
}

/** Two files may lead to one name (`compose.dev.yml`, `docker-compose.dev.yml`): the later ones are called by their file's. */
function unambiguous(environments: readonly Environment[]): readonly Environment[] {
  const seen = new Set<string>();
  return environments.map((environment) => {
    const last = environment.files.at(-1) ?? '';
    const name = seen.has(environment.name) ? last.slice(last.lastIndexOf('/') + 1) : environment.name;
    seen.add(name);
    return { ...environment, name };
  });
}

/** Beside an environment for development alone, the default one is the other mode; and the other way round. */
function withDefaultMode(environments: readonly Environment[]): readonly Environment[] {
  const has = (mode: string): boolean => environments.some((environment) => environment.mode === mode);
  const mode = has('dev') && !has('prod') ? 'prod' : has('prod') && !has('dev') ? 'dev' : 'other';
  return environments.map((environment) => (environment.name === 'default' ? { ...environment, mode } : environment));
}

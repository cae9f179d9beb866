// Finds names in a `composure.yaml` that nothing has: a service, an environment or a profile that none of the folder's
// environments knows, a file or folder that is not there. It takes all environments to say so.

import type { LoadProblem, Project } from '#core/compose/model.ts';
import { namesAt, type Name, type NamedKind } from '#core/configuration/names.ts';
import { placesIn } from '#core/configuration/places.ts';
import { WrongAttribute } from '#core/health/check-attributes.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { configurationOf, configurationProblem } from '#core/project/configuration-of.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, nameOf, resolvePath } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Whether git leaves a path out. */
type IsIgnored = (path: FilePath) => Promise<boolean>;

/** Each problem with the project in which it is said: once for each environment that the file holds for. */
export async function unknownNames(
  projects: readonly Project[], files: FileSystem, isIgnored: IsIgnored, parsed: ParsedFiles, cancellation: Cancellation,
): Promise<readonly (readonly [Project, LoadProblem])[]> {
  const governed = new Map<YamlFile, Project[]>();
  for (const project of projects) {
    const file = await configurationOf(project.environment, files, parsed);
    cancellation.throwIfAborted();
    if (file !== undefined) governed.set(file, [...governed.get(file) ?? [], project]);
  }
  const found: (readonly [Project, LoadProblem])[] = [];
  for (const [file, own] of governed) {
    const names = [...placesIn(file)].flatMap(namesAt);
    const problems = [...await unknownPaths(file, names, files, isIgnored), ...await unknownIn(file, names, own, files, parsed, cancellation)];
    cancellation.throwIfAborted();
    found.push(...problems.flatMap((problem) => own.map((project) => [project, problem] as const)));
  }
  return found;
}

async function unknownIn(file: YamlFile, names: readonly Name[], own: readonly Project[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly LoadProblem[]> {
  const ofOwn = knownNames(own);
  const doubtful = names.filter((name) => name.otherwise !== undefined && sayings[name.kind] !== undefined && !ofOwn(name).has(name.name));
  if (doubtful.length === 0) return [];
  // Those that were not asked about may have it.
  const all = [...own, ...await othersOf(file, own, files, parsed, cancellation)];
  const isWhole = all.every(({ partial }) => !partial);
  const ofAll = knownNames(all);
  return doubtful.flatMap((name) => {
    const [saying, known] = [sayings[name.kind], ofAll(name)];
    if (known.has(name.name) || (!isWhole && name.kind !== 'environment')) return [];
    return problemWith(name, saying?.(name) ?? '', nearest(name.name, known));
  });
}

const sayings: Partial<Readonly<Record<NamedKind, (name: Name) => string>>> = {
  service: ({ name }) => `No environment has a service "${name}"`,
  environment: ({ name }) => `No environment is called "${name}"`,
  profile: ({ name, environment = '' }) => `No service of ${environment} has the profile "${name}"`,
};

/** The names that there are of a name's kind; profiles are those of the environment that it stands in. Each kind is gone through once. */
function knownNames(projects: readonly Project[]): (name: Name) => ReadonlySet<string> {
  const found = new Map<string, ReadonlySet<string>>();
  const make = ({ kind, environment }: Name): ReadonlySet<string> => {
    switch (kind) {
      case 'service': return new Set(projects.flatMap(({ services }) => [...services.keys()]));
      case 'environment': return new Set(projects.map(({ environment: { name } }) => name));
      case 'profile': return new Set(['*', ...projects.filter(({ environment: { name } }) => name === environment).flatMap(({ services }) => [...services.values()].flatMap(({ profiles }) => profiles.map(({ value }) => value)))]);
      default: return new Set();
    }
  };
  return (name) => {
    const key = name.kind === 'profile' ? `profile ${name.environment}` : name.kind;
    const known = found.get(key) ?? make(name);
    found.set(key, known);
    return known;
  };
}

/** What git ignores is made on each machine, and may be missing on this one. */
async function unknownPaths({ file }: YamlFile, names: readonly Name[], files: FileSystem, isIgnored: IsIgnored): Promise<readonly LoadProblem[]> {
  const found: LoadProblem[] = [];
  for (const name of names) {
    if (name.otherwise === undefined || (name.kind !== 'env file' && name.kind !== 'folder') || name.name.startsWith('~')) continue;
    const path = resolvePath(folderOf(file), name.name);
    if (await files.stat(path) !== undefined || await isIgnored(path)) continue;
    const beside = [...await files.list(folderOf(path)) ?? []].flatMap(([each, kind]) => ((kind === 'directory') === (name.kind === 'folder') ? [each] : []));
    const meant = nearest(nameOf(path), beside);
    found.push(problemWith(name, `${name.name} does not exist`, meant && name.name.slice(0, name.name.length - nameOf(name.name).length) + meant));
  }
  return found;
}

function problemWith({ node, otherwise = '' }: Name, message: string, instead: string | undefined): LoadProblem {
  return configurationProblem(new WrongAttribute(node, message, instead), otherwise);
}

async function othersOf(file: YamlFile, own: readonly Project[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Project[]> {
  const environments = await discoverEnvironments(folderOf(file.file), files, parsed, cancellation);
  const others = environments.filter(({ name }) => own.every(({ environment }) => environment.name !== name));
  return Promise.all(others.map((environment) => loadProject(environment, files, parsed, cancellation)));
}

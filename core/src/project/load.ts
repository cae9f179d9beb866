// From an environment to its project: read, interpolate, merge, read as Compose does. Never throws for what a
// file may hold; everything wrong is in `problems`.

import type { Variables } from '#core/compose/interpolate.ts';
import { mergeTrees } from '#core/compose/merge.ts';
import type { LoadProblem, Project } from '#core/compose/model.ts';
import { readResources, readServices } from '#core/compose/read.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import { entries, entry, get, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Loads a project. `files` may answer with unsaved text; every path that it is asked for, the project depends on. */
export async function loadProject(environment: Environment, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Project> {
  const variables = await parsed.variables(envFilesOf(environment), files);
  cancellation.throwIfAborted();
  const yamlFiles: YamlFile[] = [];
  const unreadable: FilePath[] = [];
  for (const path of environment.files) {
    const file = await parsed.get(path, files);
    cancellation.throwIfAborted();
    if (file === undefined) unreadable.push(path);
    else yamlFiles.push(file);
  }
  const problems: LoadProblem[] = yamlFiles.flatMap((file) => file.problems.map(({ code, message, span, related, mend }): LoadProblem => ({
    code, message, at: { value: undefined, file: file.file, span },
    ...(mend === undefined ? {} : { mend: { title: mend.title, at: { value: undefined, file: file.file, span: mend.span }, text: mend.text } }),
    ...(related === undefined ? {} : { related: { at: { value: undefined, file: file.file, span: related.span }, message: related.message } }),
  })));
  const trees = yamlFiles.flatMap((file) => file.documents.filter((document) => document !== undefined))
    .map((tree) => parsed.interpolated.tree(tree, variables, (problem) => problems.push(problem)));
  const [first, ...rest] = trees;
  const merged = first === undefined ? undefined : rest.reduce(mergeTrees, first);
  const root = merged?.kind === 'mapping' ? merged : undefined;
  const profiles = new Set([...environment.profiles, ...(variables.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim())]);
  return {
    name: projectName(root, environment, variables),
    environment, directory: environment.directory, files: yamlFiles, unreadable, root, variables, problems,
    services: readServices(root, profiles, parsed.services),
    networks: readResources(root, 'networks'),
    volumes: readResources(root, 'volumes'),
    secrets: readResources(root, 'secrets'),
    configs: readResources(root, 'configs'),
    partial: isPartial(root),
  };
}

/** The files that set variables: those named on purpose, or the directory's `.env`. */
function envFilesOf(environment: Environment): readonly FilePath[] {
  return environment.envFiles.length === 0 ? [resolvePath(environment.directory, '.env')] : environment.envFiles;
}

/** The name that Compose gives the project: COMPOSE_PROJECT_NAME, the last `name:`, or the folder's (compose-go, cli/options.go). */
function projectName(root: YamlNode | undefined, environment: Environment, variables: Variables): string {
  const said = variables.get('COMPOSE_PROJECT_NAME') ?? textOf(get(root, 'name'))?.value;
  return (said ?? nameOf(environment.directory)).toLowerCase().replaceAll(/[^a-z0-9_-]/g, '').replace(/^[_-]+/, '');
}

function isPartial(root: YamlNode | undefined): boolean {
  return entry(root, 'include') !== undefined
    || entries(get(root, 'services')).some(({ value }) => entry(get(value, 'extends'), 'file') !== undefined);
}

// From an environment to its project: read, interpolate, merge, read as Compose does. Never throws for what a
// file may hold; everything wrong is in `problems`.

import { inMergedForm, mergeTrees, withoutResets } from '#core/compose/merge.ts';
import type { Project } from '#core/compose/model.ts';
import { readResources, readServices } from '#core/compose/read.ts';
import { withUniqueLists } from '#core/compose/unique.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { applyExtends } from '#core/project/extends.ts';
import { applyIncludes, type Model } from '#core/project/include.ts';
import { judgeDocument, judgeModel, judgeProject } from '#core/project/judge.ts';
import { Loading } from '#core/project/loading.ts';
import { resolvePath } from '#core/project/path.ts';
import { projectName } from '#core/project/project-name.ts';
import type { YamlNode } from '#core/yaml/node.ts';

/** Loads a project. `files` may answer with unsaved text; every path that it is asked for, the project depends on. */
export async function loadProject(environment: Environment, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Project> {
  const loading = new Loading(files, parsed, cancellation);
  const said = await loading.variables(envFilesOf(environment));
  cancellation.throwIfAborted();
  const name = await projectName(environment, envFilesOf(environment), said, loading);
  const variables = parsed.named(said, name);
  const merged = await loadModel({ paths: environment.files, directory: environment.directory, variables, chain: [] }, loading);
  const root = merged?.kind === 'mapping' ? merged : undefined;
  const profiles = new Set(environment.profiles.length > 0 ? environment.profiles : (variables.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim()));
  const services = readServices(root, profiles, parsed.services);
  const secrets = readResources(root, 'secrets');
  const missing = await missingFiles(environment, loading);
  judgeProject(merged, services.values(), secrets.values(), loading);
  return {
    name, environment, directory: environment.directory, root, variables, problems: loading.problems,
    files: [...loading.read.values()],
    unreadable: environment.files.filter((path) => !loading.read.has(path) && !missing.has(path)),
    broughtBy: loading.broughtBy,
    included: loading.included,
    variablesOf: loading.variablesOf,
    services,
    networks: readResources(root, 'networks'),
    volumes: readResources(root, 'volumes'),
    secrets,
    configs: readResources(root, 'configs'),
    models: readResources(root, 'models'),
    partial: loading.partial,
  };
}

/** The files of a model, each with all that it includes and extends, one over the other. */
async function loadModel(model: Model, loading: Loading): Promise<YamlNode | undefined> {
  let merged: YamlNode | undefined;
  let judged: YamlNode | undefined;
  const chain = [...model.chain];
  for (const path of model.paths) {
    const file = await loading.file(path);
    loading.interpolatedWith(path, model.variables);
    chain.push(path);
    for (const document of file?.documents ?? []) {
      if (document === undefined) continue;
      const interpolated = loading.parsed.interpolated.tree(document, model.variables, loading.report);
      if (judged !== undefined && interpolated.kind !== 'mapping') {
        judgeModel(interpolated, undefined, loading);
        continue;
      }
      judgeDocument(interpolated, loading);
      const included = await applyIncludes(interpolated, { ...model, chain }, loading, loadModel);
      const tree = await applyExtends(included, path, model.directory, model.variables, loading);
      merged = merged === undefined ? (loading.mayReset ? withoutResets(tree) : tree) : mergeTrees(inMergedForm(merged), tree, loading.report, [], loading.parsed.merged);
      const unique = withUniqueLists(merged, loading.parsed.unique, judged);
      judgeModel(unique, judged, loading);
      judged = unique;
    }
  }
  return judged;
}

/** The files that COMPOSE_FILE or `composure.yaml` names and that are not there, which is said there. */
async function missingFiles({ files, namedAt }: Environment, loading: Loading): Promise<ReadonlySet<FilePath>> {
  const missing = new Set<FilePath>();
  for (const [index, at] of (namedAt ?? []).entries()) {
    const path = files[index] ?? '';
    if (loading.read.has(path) || missing.has(path) || await loading.files.stat(path) !== undefined) continue;
    missing.add(path);
    loading.partial = true;
    loading.report({ code: 'include-missing', at, message: `${at.value} does not exist: Compose refuses the project` });
  }
  return missing;
}

/** The files that set variables: those named on purpose, or the directory's `.env`. */
function envFilesOf(environment: Environment): readonly FilePath[] {
  return environment.envFiles.length === 0 ? [resolvePath(environment.directory, '.env')] : environment.envFiles;
}

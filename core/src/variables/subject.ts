// What the commands on variables are about: the `composure.yaml` of a folder, and its environments, loaded.

import type { Project } from '#core/compose/model.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { resolvePath } from '#core/project/path.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

export interface Subject {
  readonly configuration: YamlFile;
  readonly projects: readonly Project[];
}

/** Undefined where the folder has no `composure.yaml` that can be read. */
export async function variablesSubject(folder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Subject | undefined> {
  const configuration = await parsed.get(resolvePath(folder, configurationName), files);
  cancellation.throwIfAborted();
  if (configuration === undefined) return undefined;
  const environments = await discoverEnvironments(folder, files, parsed, cancellation);
  return { configuration, projects: await Promise.all(environments.map((environment) => loadProject(environment, files, parsed, cancellation))) };
}

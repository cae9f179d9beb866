// Which environments can be compared, and what their services have from env files.

import type { Project, Service } from '#core/compose/model.ts';
import type { Variable } from '#core/compose/service-addresses.ts';
import type { Compared } from '#core/drift/drift.ts';
import { showing } from '#core/drift/hiding.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Whether nothing that an environment says is out of sight: it may yet say what it lacks. */
export function isWhole({ partial, unreadable, services, files }: Project): boolean {
  return !partial && unreadable.length === 0 && services.size > 0 && files.every(({ problems }) => problems.length === 0);
}

/** The environments with their env files read; `configuration` says which variables are secrets. */
export async function readCompared(projects: readonly Project[], configuration: YamlFile | undefined, files: FileSystem, cancellation: Cancellation): Promise<readonly Compared[]> {
  const secrets = new Set([...readVariables(configuration).values()].filter(({ secret }) => secret).map(({ name }) => name));
  return Promise.all(projects.map(async (project): Promise<Compared> => {
    const read = new EnvFileVariables(project, { files });
    const found = new Map<Service, readonly Variable[] | undefined>();
    for (const service of project.services.values()) {
      found.set(service, await fromEnvFiles(project, service, read, files));
      cancellation.throwIfAborted();
    }
    return { project, fromFiles: (service) => found.get(service), show: showing(project, secrets) };
  }));
}

/** The variables of a service's env files; undefined where one of these cannot be read. */
export async function fromEnvFiles(project: Project, service: Service, read: EnvFileVariables, files: FileSystem): Promise<readonly Variable[] | undefined> {
  for (const { path, format } of service.envFiles) {
    if (path.unresolved.length > 0 || (format?.value ?? '') !== '' || await files.stat(resolveText(project.directory, path)) !== 'file') return undefined;
  }
  return read.of(service);
}

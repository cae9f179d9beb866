// The Dockerfiles that a service's missing one may have become: moved, renamed, or named after the service.

import type { Project, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { isInside, folderOf, nameOf } from '#core/project/path.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import { findNear } from '#core/rules/find-near.ts';
import { join, nearestPath } from '#core/rules/path-fixes.ts';
import type { RuleContext } from '#core/rules/rule.ts';

/** The likely ones, best first. */
export async function otherDockerfiles(project: Project, service: Service, folder: FilePath, missing: FilePath, context: RuleContext): Promise<readonly FilePath[]> {
  const name = nameOf(missing);
  const plain = /^dockerfile$/i.test(name);
  const taken = plain ? await takenByOthers(project, service, context) : new Set<FilePath>();
  const found: FilePath[] = [];
  const add = async (path: FilePath | undefined): Promise<void> => {
    if (path !== undefined && path !== missing && !found.includes(path) && !taken.has(path) && await context.files.stat(path) === 'file') found.push(path);
  };
  for (const each of await findNear(project, folder, name, context)) {
    // Every folder may have a file named Dockerfile: one is this service's if it lies in its context or its folder has its name.
    if (!plain || isInside(folder, each) || isNamedAfter(nameOf(folderOf(each)), service.name)) await add(each);
  }
  for (const variant of [`Dockerfile.${service.name}`, `${service.name}.Dockerfile`, `${service.name}.dockerfile`]) {
    if (variant !== name) for (const each of await findNear(project, folder, variant, context)) await add(each);
  }
  await add(await nearestPath(missing, context));
  for (const each of [...(await context.files.list(folderOf(missing)))?.keys() ?? []].toSorted()) {
    if (/^dockerfile[._-](?!.*dockerignore$)|[._-]dockerfile$/i.test(each) && !isNamedAfterAnother(each, project, service)) await add(join(folderOf(missing), each));
  }
  // What stands beside the project is meant only where nothing in it is.
  const within = found.filter((each) => isInside(folder, each) || isInside(project.directory, each));
  return within.length > 0 ? within : found;
}

function isNamedAfter(folder: string, service: string): boolean {
  return folder === service || folder.endsWith(`-${service}`) || service.endsWith(`-${folder}`);
}

/** `api.Dockerfile` is no candidate for another service. */
function isNamedAfterAnother(name: string, project: Project, service: Service): boolean {
  const word = name.replace(/^dockerfile[._-]|[._-]dockerfile$/i, '');
  return word !== service.name && project.services.has(word);
}

/** What other services are built from is no likely Dockerfile of this one. */
async function takenByOthers(project: Project, service: Service, context: RuleContext): Promise<ReadonlySet<FilePath>> {
  const taken = new Set<FilePath>();
  for (const other of project.services.values()) {
    if (other === service || other.build === undefined) continue;
    const folder = contextFolder(project, other.build);
    const path = folder && await dockerfilePath(folder, other.build, context.files);
    if (path !== undefined) taken.add(path);
  }
  return taken;
}

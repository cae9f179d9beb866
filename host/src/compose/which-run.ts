// Asks Docker which of some environments run: the engine for the containers, and Compose for hashes where several
// environments share a project. What the answers mean is core's to say.

import type { Project } from '#core/compose/model.ts';
import { whatRuns, type Runs } from '#core/environments/running.ts';
import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { environmentKey } from '#core/project/discover.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentHashes } from '#host/compose/container-hashes.ts';
import { environmentFor } from '#host/engine/endpoint.ts';
import type { Engine } from '#host/engine/engine.ts';

/**
 * What runs of these environments; the ids are those of `environmentKey`.
 * @throws Failure where the engine does not answer. Where Compose does not, the containers' labels have to do.
 */
export async function whichRun(projects: readonly Project[], engine: Engine, signal?: AbortSignal): Promise<Runs> {
  const containers = await engine.containers(signal);
  const shared = projects.filter(({ name }) => containers.some(({ project }) => project === name) && projects.filter((other) => other.name === name).length > 1);
  const compose = new ComposeCli({ environment: environmentFor(await engine.endpoint()) });
  const hashes = new Map(await Promise.all(shared.map(async (project) => [project, await hashesOf(project, containers, compose, signal)] as const)));
  return whatRuns(projects.map((project) => ({
    id: environmentKey(project.environment), projectName: project.name, files: project.environment.files,
    services: [...project.services.values()].filter(({ active }) => active).map(({ name }) => name), hashes: hashes.get(project),
  })), containers);
}

/** Undefined for an environment that Compose refuses. */
async function hashesOf({ environment, name }: Project, containers: readonly ContainerFacts[], compose: ComposeCli, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    return await environmentHashes(environment, containers.filter(({ project }) => project === name), compose, signal);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

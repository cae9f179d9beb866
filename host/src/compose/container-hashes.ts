// The hash that Compose would write on each container of a project. What lives in another service's network, process or IPC
// space is hashed with that one's container in place of its name (Compose 2.26.1, resolveServiceReferences), so that it
// changes with each re-creation of the other.

import { hashCall } from '#core/environments/calls.ts';
import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { mapObject, objectOf, printResolvedProject, resolvedProjectCall, stringOf } from '#core/environments/resolved-project.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ComposeCli } from '#host/compose/cli.ts';

const sharingKeys = ['network_mode', 'ipc', 'pid'];

/** Milliseconds in which Compose reads an environment. */
const readingLimit = 30_000;

/** A project's containers, as far as hashes depend on them. */
export type Sharers = readonly Pick<ContainerFacts, 'service' | 'id'>[];

/** The hashes of an environment as its files are now, beside the containers that its project has. @throws Failure where Compose refuses it. */
export async function environmentHashes(environment: Environment, containers: Sharers, cli: ComposeCli, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  return containerHashes(environment, await cli.run(resolvedProjectCall(environment), { signal, timeLimit: readingLimit }), containers, cli, signal);
}

/** Those of a resolved project. One that cannot be known (`volumes_from`) is left out. */
export async function containerHashes(
  environment: Environment, resolved: ResolvedProject, containers: Sharers, cli: ComposeCli, signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const services = mapObject(resolved.services, (service) => ({
    ...objectOf(service),
    ...mapObject(Object.fromEntries(Object.entries(objectOf(service)).filter(([key]) => sharingKeys.includes(key))), (value) => {
      const shared = /^service:(.+)$/.exec(stringOf(value) ?? '')?.[1];
      const id = containers.find((one) => one.service === shared)?.id;
      return id === undefined ? value : `container:${id}`;
    }),
  }));
  const hashes = await cli.run(hashCall(environment, printResolvedProject({ ...resolved, services })), { signal, timeLimit: readingLimit });
  return new Map([...hashes].filter(([name]) => resolved.services[name]?.['volumes_from'] === undefined));
}

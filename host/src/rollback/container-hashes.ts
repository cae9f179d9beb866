// The hash that Compose would write on each container of a project. What lives in another service's network, process or IPC
// space is hashed with that one's container in place of its name (Compose 2.26.1, resolveServiceReferences), so that it
// changes with each re-creation of the other.

import { hashCall } from '#core/environments/calls.ts';
import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { mapObject, objectOf, printResolvedProject, stringOf } from '#core/environments/resolved-project.ts';
import type { Environment } from '#core/project/environment.ts';
import type { RunningImage } from '#core/rollback/working-state.ts';
import type { ComposeCli } from '#host/compose/cli.ts';

const sharingKeys = ['network_mode', 'ipc', 'pid'];

/** The hashes beside the containers that run. One that cannot be known (`volumes_from`) is left out. */
export async function containerHashes(
  environment: Environment, resolved: ResolvedProject, running: readonly RunningImage[], cli: ComposeCli, signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const services = mapObject(resolved.services, (service) => ({
    ...objectOf(service),
    ...mapObject(Object.fromEntries(Object.entries(objectOf(service)).filter(([key]) => sharingKeys.includes(key))), (value) => {
      const shared = /^service:(.+)$/.exec(stringOf(value) ?? '')?.[1];
      const container = running.find((one) => one.service === shared)?.container;
      return container === undefined ? value : `container:${container}`;
    }),
  }));
  const hashes = await cli.run(hashCall(environment, printResolvedProject({ ...resolved, services })), { signal, timeLimit: 30_000 });
  return new Map([...hashes].filter(([name]) => resolved.services[name]?.['volumes_from'] === undefined));
}

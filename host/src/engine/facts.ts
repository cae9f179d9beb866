// Asks the engine, and where it runs on this machine the machine, for what live rules go by. It reads and never changes.

import type { EngineFacts, TakenPort } from '#core/outside.ts';
import { projectLabel } from '#host/engine/container-facts.ts';
import type { Engine, Inventory } from '#host/engine/engine.ts';
import { listeningPorts } from '#host/node/listening-ports.ts';
import { findExecutable } from '#host/process/find-executable.ts';

/**
 * The facts as they are now.
 * @throws Failure as every question to the engine does.
 */
export async function askFacts(engine: Engine, signal?: AbortSignal): Promise<EngineFacts> {
  const isHere = (await engine.endpoint()).connection.kind === 'unix';
  const [inventory, containers] = await Promise.all([engine.inventory(signal), engine.containers(signal)]);
  const published = publishedPorts(inventory);
  const listening = isHere ? await processPorts() : [];
  signal?.throwIfAborted();
  const { info } = inventory;
  const runtimes = Object.keys(objectAt(info, 'Runtimes')).toSorted();
  return {
    ports: [...published, ...listening.filter((each) => !published.some((other) => other.port === each.port && other.protocol === each.protocol))],
    networks: inventory.networks.toSorted(),
    volumes: inventory.volumes.filter((name) => !isAnonymous(name)).toSorted(),
    // An image that lost its name to a newer one has `<none>` for it.
    images: [...new Set(inventory.images)].filter((name) => !name.includes('<none>')).toSorted(),
    cpus: Number(Reflect.get(info, 'NCPU') ?? 0), memory: Number(Reflect.get(info, 'MemTotal') ?? 0),
    runtimes, gpu: await hasGpu(inventory, runtimes, isHere),
    swarm: Reflect.get(objectAt(info, 'Swarm'), 'LocalNodeState') === 'active',
    containers: containers.map(({ name, project, service, number, state, health }) => ({ name, project, service, number, state, health })),
  };
}

/**
 * The ports that processes of this machine have. Those of the engine listen for containers, and which ones only the engine
 * knows: one that it does not list is just being started or stopped.
 */
export async function processPorts(): Promise<readonly TakenPort[]> {
  return (await listeningPorts()).filter(({ process }) => process !== 'docker-proxy' && process !== 'rootlesskit')
    .map(({ process, ...port }) => ({ ...port, holder: { kind: 'process', name: process } }));
}

function publishedPorts({ running }: Inventory): readonly TakenPort[] {
  const ports = running.flatMap(({ Names, Labels, Ports }) => (Ports ?? []).flatMap(({ IP, PublicPort, Type }): TakenPort[] => {
    const name = (Names.find((each) => each.lastIndexOf('/') === 0) ?? Names[0] ?? '').replace(/^\//, '');
    return PublicPort === undefined ? [] : [{ address: IP ?? '', port: PublicPort, protocol: Type, holder: { kind: 'container', name, project: Labels?.[projectLabel] ?? '' } }];
  }));
  return ports.map((port) => ({ port, key: JSON.stringify([port.port, port.protocol, port.address]) }))
    .toSorted((a, b) => a.port.port - b.port.port || (a.key < b.key ? -1 : 1)).map(({ port }) => port);
}

/**
 * The engine hands out GPUs by the runtime `nvidia`, by devices that CDI tells it of (`DiscoveredDevices`, API 1.50), or
 * by NVIDIA's hook, of which it says nothing but which stands on the PATH of its machine (moby, daemon/nvidia_linux.go).
 */
async function hasGpu({ info }: Inventory, runtimes: readonly string[], isHere: boolean): Promise<boolean | undefined> {
  if (runtimes.some((name) => name.startsWith('nvidia')) || /"ID":"[^"]*gpu/i.test(JSON.stringify(Reflect.get(info, 'DiscoveredDevices') ?? []))) return true;
  if (!isHere || process.platform !== 'linux') return undefined;
  const hooks = await Promise.all(['nvidia-container-runtime-hook', 'nvidia-ctk'].map((name) => findExecutable(name)));
  return hooks.some((hook) => hook !== undefined) ? undefined : false;
}

function objectAt(value: object, key: string): object {
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'object' && found !== null ? found : {};
}

/** The engine calls a volume without a name by 64 hexadecimal digits. */
function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume);
}

// Asks the engine for its volumes, who has them mounted and how large they are. It reads and never changes; what that means
// for a project is core's to say.

import type Dockerode from 'dockerode';
import { helperLabel, projectLabel, type NetworkFacts, type StorageFacts, type StoredContainer, type VolumeFacts } from '#core/storage/facts.ts';
import { askDiskUsage } from '#host/engine/disk-usage.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toFilePath } from '#host/node/file-path.ts';

export interface AskStorageOptions {
  /** Also how large the volumes are and what containers wrote, which takes the engine a while. */
  readonly sizes: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The engine's storage as it is now.
 * @throws Failure as every question to the engine does.
 */
export async function askStorage(engine: Engine, { sizes, signal }: AskStorageOptions): Promise<StorageFacts> {
  const [id, { Volumes: volumes }, listed, networks, measured] = await Promise.all([
    engine.id(signal),
    engine.ask((docker, abortSignal) => docker.listVolumes({ abortSignal }), signal),
    engine.ask((docker, abortSignal) => docker.listContainers({ all: true, abortSignal }), signal),
    engine.ask((docker, abortSignal) => docker.listNetworks({ abortSignal }), signal),
    sizes ? askSizes(engine, signal) : undefined,
  ]);
  const helpers = new Set(listed.filter(({ Labels }) => helperLabel in (Labels ?? {})).map(({ Id }) => Id));
  const containers = listed.filter(({ Id }) => !helpers.has(Id)).map((each) => storedContainer(each, measured?.containers));
  return {
    engine: id,
    volumes: (volumes ?? []).map((volume) => volumeFacts(volume, containers, measured?.volumes)).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    containers,
    networks: networks.flatMap(({ Id, Name, Labels }): NetworkFacts[] => {
      const project = Labels?.[projectLabel];
      return project === undefined ? [] : [{ id: Id, name: Name, project }];
    }),
  };
}

/**
 * One volume as it is now, or undefined where it is gone: without its size.
 * @throws Failure as every question to the engine does.
 */
export async function askVolume(engine: Engine, name: string, signal?: AbortSignal): Promise<VolumeFacts | undefined> {
  const filters = JSON.stringify({ volume: [name] });
  const [volume, listed] = await Promise.all([
    engine.ask((docker, abortSignal) => unlessMissing(docker.getVolume(name).inspect({ abortSignal })), signal),
    engine.ask((docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }), signal),
  ]);
  // The filter also finds what is mounted at a path of that name.
  return volume && volumeFacts(volume, listed.map((each) => storedContainer(each, undefined)), undefined);
}

interface Sizes {
  readonly volumes: ReadonlyMap<string, number>;
  readonly containers: ReadonlyMap<string, number>;
}

async function askSizes(engine: Engine, signal: AbortSignal | undefined): Promise<Sizes> {
  const usage = await askDiskUsage(engine, ['volume', 'container'], signal);
  return {
    // Less than zero is what a driver cannot measure.
    volumes: new Map((usage.Volumes ?? []).flatMap(({ Name, UsageData }) => (UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : []))),
    containers: new Map((usage.Containers ?? []).map(({ Id, SizeRw = 0 }) => [Id, SizeRw])),
  };
}

function storedContainer({ Id, Names, Image, State, Labels, Mounts }: Dockerode.ContainerInfo, written: ReadonlyMap<string, number> | undefined): StoredContainer {
  const directory = Labels?.[`${projectLabel}.working_dir`];
  return {
    id: Id, name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''),
    project: Labels?.[projectLabel] ?? '', service: Labels?.['com.docker.compose.service'] ?? '', state: State, image: Image,
    workingDirectory: directory === undefined || directory === '' ? undefined : folder(directory),
    volumes: (Mounts ?? []).map(({ Type, Name, Destination }) => ({ name: Type === 'volume' ? Name ?? '' : '', target: Destination })),
    written: written?.get(Id),
  };
}

/** A label was written where Compose ran, which may be another system than this. */
function folder(label: string): string {
  return /^[A-Za-z]:[\\/]/.test(label) ? toFilePath(label, 'win32') : label.length > 1 ? label.replace(/\/$/, '') : label;
}

function volumeFacts(volume: Dockerode.VolumeInspectInfo, containers: readonly StoredContainer[], sizes: ReadonlyMap<string, number> | undefined): VolumeFacts {
  const { Name, Driver, Options, Labels } = volume;
  const createdAt: unknown = Reflect.get(volume, 'CreatedAt');
  return {
    name: Name, driver: Driver, options: Options ?? {}, labels: Labels ?? {},
    createdAt: typeof createdAt === 'string' && createdAt !== '' ? createdAt : undefined,
    bytes: sizes?.get(Name),
    users: containers.flatMap(({ name: container, project, service, state, volumes }) => (
      volumes.filter(({ name }) => name === Name).map(({ target }) => ({ container, project, service, target, state }))
    )),
  };
}

async function unlessMissing<Answer>(asking: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

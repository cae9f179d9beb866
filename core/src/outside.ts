// What the domain asks of the world. `host` answers these ports with Node and Docker, the language
// server lays open editors over the disk, and the tests answer with plain maps.

/** An absolute path with `/` between its parts on every system (`/srv/shop`, `C:/srv/shop`), without a trailing one. */
export type FilePath = string;

/** What a caller hands in to stop work that nobody needs any more. An `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean;
  throwIfAborted(): void;
  /** Where others wait for the same thread: what long work waits for before it goes on, undefined while it may. */
  turn?(): Promise<void> | undefined;
}

/** Work that cannot be cancelled, for callers with nothing to cancel. */
export const neverCancelled: Cancellation = { aborted: false, throwIfAborted: () => undefined };

/** What stands at a path. `other` is a socket or a device; `unknown` is something that may not be looked at. */
export type EntryKind = 'file' | 'directory' | 'other' | 'unknown';

/** Read access to files. Links are followed. Nothing here throws for what a disk may hold. */
export interface FileSystem {
  /** The text of a file, or undefined when there is none that can be read. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What stands at a path, or undefined when nothing does. */
  stat(path: FilePath): Promise<EntryKind | undefined>;
  /** The entries of a folder by name, or undefined when it is no folder that can be read. */
  list(path: FilePath): Promise<ReadonlyMap<string, EntryKind> | undefined>;
  /** Where a path really stands when every link is followed; a file system without links leaves this out. */
  realPath?(path: FilePath): Promise<FilePath | undefined>;
  /** The bytes of a file, or undefined where there is none; a file system that does not know leaves this out. */
  size?(path: FilePath): Promise<number | undefined>;
}

/** What an engine says of one container of a Compose project, with the facts that tell environments apart. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly service: string;
  /** The container's place among its service's replicas, counted from 1. */
  readonly number: number;
  readonly image: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** `none` where the container has no health check, is not running, or is paused (the engine's word is stale then). */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  readonly exitCode: number | undefined;
  /** When it was made, in milliseconds since 1970, to the second. A re-created container is a new one. */
  readonly created: number;
  /** The hash of the service's configuration, as Compose wrote it on the container. */
  readonly configHash: string | undefined;
  /** The files of the container's last re-creation: no proof of what runs now. */
  readonly configFiles: readonly FilePath[];
  readonly workingDirectory: FilePath | undefined;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly ContainerMount[];
}

/** A container port that the engine publishes on the host. */
export interface PublishedPort {
  readonly address: string;
  readonly published: number;
  readonly target: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/** What a container has mounted. */
export interface ContainerMount {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';
  /** The host path of a bind, the name of a volume, and empty for a tmpfs. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * What an engine and its machine say at one moment: what live rules go by. Names and numbers alone, so that it can be sent
 * and compared.
 */
export interface EngineFacts {
  /** Host ports that somebody has now. */
  readonly ports: readonly TakenPort[];
  readonly networks: readonly string[];
  /** Without anonymous ones. */
  readonly volumes: readonly string[];
  /** The images that it has, each by every name and tag; left out where nobody wants to know. */
  readonly images?: readonly string[];
  readonly cpus: number;
  /** In bytes. */
  readonly memory: number;
  readonly runtimes: readonly string[];
  /** Whether a container can get a GPU; undefined where that cannot be told. */
  readonly gpu: boolean | undefined;
  /** Whether it is part of a swarm, which has secrets and configs of its own. */
  readonly swarm: boolean;
  readonly containers: readonly Pick<ContainerFacts, 'name' | 'project' | 'service' | 'number' | 'state' | 'health'>[];
}

/** A host port that somebody listens on. */
export interface TakenPort {
  /** Empty for every address of both families. */
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly holder: PortHolder;
}

export type PortHolder =
  /** `project` is empty for a container that Compose did not make. */
  | { readonly kind: 'container'; readonly name: string; readonly project: string }
  /** `name` is undefined for a process of another user. */
  | { readonly kind: 'process'; readonly name: string | undefined };

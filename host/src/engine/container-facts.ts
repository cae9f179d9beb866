// Reads the engine's two ways of describing a container (a line of its list, an inspection) into core's one. Both must
// come to the same facts, or a view would flicker. It asks nothing.

import type { ContainerInspectInfo } from 'dockerode';
import type { ContainerDetails, Dependency, HealthTiming } from '#core/environments/waiting.ts';
import type { ContainerFacts, ContainerMount, FilePath, PublishedPort } from '#core/outside.ts';
import { toFilePath } from '#host/node/file-path.ts';

/** One line of `GET /containers/json`, as far as it is read (engine 20.10, API 1.41; `Health` since API 1.52). */
export interface ListedContainer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly Created: number;
  readonly State: string;
  /** For people: `Up 3 seconds (health: starting)`, `Exited (137) 2 minutes ago`. */
  readonly Status: string;
  readonly Health?: { readonly Status?: string } | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Ports: readonly { readonly IP?: string; readonly PrivatePort: number; readonly PublicPort?: number; readonly Type: string }[] | null;
  readonly Mounts: readonly EngineMount[] | null;
}

interface EngineMount {
  readonly Type?: string;
  readonly Name?: string | undefined;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
}

type State = ContainerFacts['state'];
type Health = ContainerFacts['health'];

export const projectLabel = 'com.docker.compose.project';
export const oneOffLabel = 'com.docker.compose.oneoff';

/** `belongs` is false for one-off containers (`compose run`) and for those of no project. */
export function belongs(labels: Readonly<Record<string, string | undefined>> | null): boolean {
  return Boolean(labels?.[projectLabel]) && labels?.[oneOffLabel] !== 'True';
}

/**
 * The facts of a line of the list, or undefined where it does not tell enough and the container must be inspected: a text
 * of its status that is not Docker's, or an image that has lost its name since.
 */
export function factsOfListed(listed: ListedContainer): ContainerFacts | undefined {
  const state = stateOf(listed.State);
  const health = state === 'running' ? healthOfListed(listed) : 'none';
  const exitCode = endedWith(state) ? exitCodeOfStatus(listed.Status) : undefined;
  if (state === undefined || health === undefined || (endedWith(state) && exitCode === undefined)) return undefined;
  if (/^(sha256:)?[0-9a-f]{12,64}$/.test(listed.Image)) return undefined;
  return {
    id: listed.Id,
    // Legacy links are listed among the names, as `/web/db`.
    name: (listed.Names.find((name) => name.lastIndexOf('/') === 0) ?? listed.Names[0] ?? '').replace(/^\//, ''),
    ...labelFacts(listed.Labels ?? {}),
    image: listed.Image,
    state,
    health,
    exitCode,
    created: listed.Created * 1000,
    ports: orderPorts((listed.Ports ?? []).flatMap((port) => (
      port.PublicPort === undefined ? [] : publishedPort(port.IP ?? '', port.PublicPort, port.PrivatePort, port.Type)
    ))),
    mounts: mountsOf(listed.Mounts ?? []),
  };
}

/** The facts of an inspected container. */
export function factsOfInspected(inspected: ContainerInspectInfo): ContainerFacts {
  const { State, Config, NetworkSettings } = inspected;
  const state = stateOf(State.Status) ?? 'dead';
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    ...labelFacts(Config.Labels ?? {}),
    image: Config.Image,
    state,
    // Pausing and stopping set `unhealthy` without an event (engine 20.10.24, D2).
    health: state === 'running' ? healthOf(State.Health?.Status) ?? 'none' : 'none',
    exitCode: endedWith(state) ? State.ExitCode : undefined,
    created: Math.floor(Date.parse(inspected.Created) / 1000) * 1000,
    ports: orderPorts(Object.entries(NetworkSettings.Ports ?? {}).flatMap(([target, bindings]) => {
      const [port = '', protocol = 'tcp'] = target.split('/');
      return [...(bindings ?? [])].flatMap(({ HostIp, HostPort }) => publishedPort(HostIp, Number(HostPort), Number(port), protocol));
    })),
    mounts: mountsOf(inspected.Mounts),
  };
}

/** The facts of an inspected container, and what tells when it is ready. */
export function detailsOfInspected(inspected: ContainerInspectInfo): ContainerDetails {
  const { State, Config, HostConfig, RestartCount } = inspected;
  const probe = State.Health?.Log?.at(-1);
  const startedAt = Date.parse(State.StartedAt);
  return {
    ...factsOfInspected(inspected),
    // The engine writes the year 1 for never.
    startedAt: startedAt > 0 ? startedAt : undefined,
    restarts: RestartCount,
    restartPolicy: HostConfig.RestartPolicy?.Name || 'no',
    healthcheck: healthTiming(Config.Healthcheck),
    dependsOn: dependencies(Config.Labels?.['com.docker.compose.depends_on'] ?? ''),
    error: State.Error ?? '',
    outOfMemory: State.OOMKilled,
    lastProbe: probe === undefined ? undefined : { exitCode: probe.ExitCode, output: probe.Output },
  };
}

/** By project, service and number; a copy. */
export function orderContainers(containers: Iterable<ContainerFacts>): ContainerFacts[] {
  return [...containers].sort((one, other) => (
    compare(one.project, other.project) || compare(one.service, other.service) || one.number - other.number || compare(one.id, other.id)
  ));
}

/** What is left out, or 0, is the engine's default (moby, daemon/health.go); times are nanoseconds. */
function healthTiming(said: ContainerInspectInfo['Config']['Healthcheck']): HealthTiming | undefined {
  const test = said?.Test ?? [];
  if (said === undefined || test.length === 0 || test[0] === 'NONE') return undefined;
  const milliseconds = (nanoseconds: number | undefined, instead: number): number => (nanoseconds ? nanoseconds / 1e6 : instead);
  return { interval: milliseconds(said.Interval, 30_000), timeout: milliseconds(said.Timeout, 30_000), startPeriod: milliseconds(said.StartPeriod, 0), retries: said.Retries || 3 };
}

/** `db:service_healthy:false,cache:service_started:false`; older versions of Compose write the names alone (C5). */
function dependencies(label: string): Dependency[] {
  return label.split(',').flatMap((entry) => {
    const [service = '', condition = 'service_started'] = entry.split(':');
    return service === '' ? [] : [{ service, condition }];
  });
}

function labelFacts(labels: Readonly<Record<string, string>>): Pick<ContainerFacts, 'project' | 'service' | 'number' | 'configHash' | 'configFiles' | 'workingDirectory'> {
  const workingDirectory = labels[`${projectLabel}.working_dir`];
  return {
    project: labels[projectLabel] ?? '',
    service: labels['com.docker.compose.service'] ?? '',
    number: Number(labels['com.docker.compose.container-number'] ?? 1),
    configHash: labels['com.docker.compose.config-hash'],
    configFiles: splitFiles(labels[`${projectLabel}.config_files`] ?? ''),
    workingDirectory: workingDirectory === undefined || workingDirectory === '' ? undefined : labelledPath(workingDirectory),
  };
}

/** Compose joins the files with commas and escapes none: only a comma before an absolute path can be meant as one. */
function splitFiles(label: string): FilePath[] {
  return label === '' ? [] : label.split(/,(?=\/|[A-Za-z]:[\\/])/).map(labelledPath);
}

/** A label was written where Compose ran, which may be another system than this. */
function labelledPath(label: string): FilePath {
  if (/^[A-Za-z]:[\\/]/.test(label)) return toFilePath(label, 'win32');
  return label.length > 1 ? label.replace(/\/$/, '') : label;
}

function stateOf(state: string): State | undefined {
  const known: readonly State[] = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];
  return known.find((candidate) => candidate === state);
}

/** Whether a container in this state has an exit code that says something. */
function endedWith(state: State | undefined): boolean {
  return state === 'exited' || state === 'dead' || state === 'restarting';
}

function healthOfListed({ Health, Status }: ListedContainer): Health | undefined {
  if (Health?.Status !== undefined && Health.Status !== '') return healthOf(Health.Status);
  const [, said] = /^Up [^()]*(?: \(([^)]*)\))?$/.exec(Status) ?? [undefined, 'unknown'];
  return said === undefined ? 'none' : healthOf(said.replace(/^health: /, ''));
}

function healthOf(status: string | undefined): Health | undefined {
  const known: readonly Health[] = ['none', 'starting', 'healthy', 'unhealthy'];
  return known.find((candidate) => candidate === status);
}

function exitCodeOfStatus(status: string): number | undefined {
  const code = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(status)?.[1];
  return code === undefined ? undefined : Number(code);
}

function publishedPort(address: string, published: number, target: number, protocol: string): PublishedPort[] {
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') return [];
  return [{ address, published, target, protocol }];
}

/** The engine's order changes from one answer to the next. */
function orderPorts(ports: readonly PublishedPort[]): PublishedPort[] {
  return [...ports].sort((one, other) => (
    one.target - other.target || one.published - other.published || compare(one.protocol, other.protocol) || compare(one.address, other.address)
  ));
}

function mountsOf(mounts: readonly EngineMount[]): ContainerMount[] {
  return mounts.flatMap((mount): ContainerMount[] => {
    const type = mountType(mount.Type);
    if (type === undefined) return [];
    const source = type === 'volume' ? mount.Name ?? '' : mount.Source;
    return [{ type, source: type === 'tmpfs' ? '' : source, target: mount.Destination, readOnly: !mount.RW }];
  }).sort((one, other) => compare(one.target, other.target));
}

function mountType(type: string | undefined): ContainerMount['type'] | undefined {
  const known: readonly ContainerMount['type'][] = ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'];
  return known.find((candidate) => candidate === type);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

// Makes a copy of a project that can run beside the original on the same engine: another name, free host ports, networks and
// volumes of its own, and nothing by which other programs could take it for the original. Pure: what it reads is what
// Compose has resolved, so that nothing has to be merged or interpolated a second time.

import type { FilePath } from '#core/outside.ts';
import type { Json, JsonObject, ResolvedProject } from '#core/environments/resolved-project.ts';
import { listOf, mapObject, objectOf, stringOf, without } from '#core/environments/resolved-project.ts';
import type { Treatment } from '#core/isolation/copied-mounts.ts';
import { writableSource } from '#core/isolation/copied-mounts.ts';

/** What the copy is called, and what it may not share with the original. */
export interface Isolation {
  /** The name of the copy's project. */
  readonly project: string;
  /** Put on everything that is made for the copy: what bears them all may be removed. */
  readonly labels: Readonly<Record<string, string>>;
  /** What becomes of each host path that could be written to; what is missing here cannot be written. */
  readonly mounts: ReadonlyMap<FilePath, MountChoice>;
}

export type MountChoice =
  | { readonly treatment: Exclude<Treatment, 'copied'> }
  | { readonly treatment: 'copied'; readonly copy: FilePath };

export interface IsolatedProject {
  readonly project: ResolvedProject;
  /** What is other than in the original and may matter, each in a sentence that begins with a service's name. */
  readonly notes: readonly string[];
  /** The names of the images that are built for the copy alone. */
  readonly images: readonly string[];
}

/** Why no copy can run beside the original, each in a sentence; empty where one can. */
export function refusals(original: ResolvedProject): readonly string[] {
  const own = containerNames(original);
  return Object.entries(original.services).flatMap(([name, service]) => {
    const outer = outerContainers(service, own);
    return [
      ...(service['network_mode'] === 'host' ? [`${name} uses the network of the machine itself: a second one would listen on the same ports`] : []),
      ...outer.map((container) => `${name} shares with the container ${container}, which is no part of this project: a second one would work on it as well`),
    ];
  });
}

/** The copy of a project that `refusals` says nothing of. */
export function isolate(original: ResolvedProject, isolation: Isolation): IsolatedProject {
  const { project, labels } = isolation;
  const built = new Map(Object.entries(original.services).flatMap(([name, service]) => (
    service['build'] === undefined ? [] : [[stringOf(service['image']) ?? `${original.name}-${name}`, `${project}-${name}`] as const]
  )));
  const containers = containerNames(original);
  const notes: string[] = [];
  const services = mapObject(original.services, (service, name) => (
    isolateService(name, objectOf(service), { ...isolation, built, containers, notes })
  ));
  const top = (kind: string): readonly string[] => Object.entries(objectOf(original[kind])).filter(([, each]) => objectOf(each)['external'] === true).map(([name]) => name);
  for (const name of top('networks')) notes.push(`the network ${name} belongs to another project: the copy has one of its own, and reaches nobody there`);
  for (const name of top('volumes')) notes.push(`the volume ${name} belongs to another project: the copy has an empty one`);
  const fresh = Object.fromEntries([...freshVolumes(isolation).values()].map((name) => [name, {}]));
  return {
    notes, images: [...built.values()],
    project: {
      ...original,
      name: project,
      services,
      networks: mapObject(original['networks'], (network) => isolateNetwork(objectOf(network), labels)),
      volumes: mapObject({ ...objectOf(original['volumes']), ...fresh }, () => ({ labels })),
      configs: mapObject(original['configs'], (config) => without(objectOf(config), 'name')),
      secrets: mapObject(original['secrets'], (secret) => without(objectOf(secret), 'name')),
    },
  };
}

interface Around extends Isolation {
  /** The original's names of the images that are built, and the copy's. */
  readonly built: ReadonlyMap<string, string>;
  readonly containers: ReadonlyMap<string, string>;
  readonly notes: string[];
}

/** Traefik, Watchtower and their like act on the labels and variables of any container: they would take the copy for the original. */
const variablesOfProxies = ['VIRTUAL_HOST', 'VIRTUAL_HOST_MULTIPORTS', 'VIRTUAL_PORT', 'VIRTUAL_PATH', 'LETSENCRYPT_HOST'];

/** `hostname` stays: it is heard of in the container alone. */
function isolateService(name: string, service: JsonObject, around: Around): JsonObject {
  const { built, labels, containers, notes } = around;
  const image = stringOf(service['image']);
  const ownImage = service['build'] === undefined ? built.get(image ?? '') : `${around.project}-${name}`;
  if (Object.keys(objectOf(service['labels'])).length > 0) notes.push(`${name} has no labels in the copy: proxies and updaters act on them`);
  if (listOf(service['external_links']).length > 0) notes.push(`${name} is linked to containers of other projects: the copy does not reach them`);
  const alias = stringOf(service['container_name']);
  return {
    ...without(service, 'container_name', 'external_links', 'mac_address', 'labels', 'image', 'build', 'ports', 'volumes', 'networks', 'environment'),
    ...(image === undefined && ownImage === undefined ? {} : { image: ownImage ?? image ?? null }),
    ...(service['build'] === undefined ? {} : { build: isolateBuild(objectOf(service['build']), labels) }),
    ...(service['environment'] === undefined ? {} : { environment: without(objectOf(service['environment']), ...variablesOfProxies) }),
    ...(service['ports'] === undefined ? {} : { ports: listOf(service['ports']).map((port) => isolatePort(objectOf(port))) }),
    ...(service['volumes'] === undefined ? {} : { volumes: listOf(service['volumes']).map((mount) => isolateMount(name, objectOf(mount), around)) }),
    ...(service['networks'] === undefined ? {} : { networks: mapObject(service['networks'], (network) => isolateAttachment(objectOf(network), alias)) }),
    ...Object.fromEntries(sharingKeys.flatMap((key) => {
      const container = containerOf(service[key]);
      return container === undefined ? [] : [[key, `service:${containers.get(container) ?? container}`]];
    })),
    labels,
  };
}

function isolateBuild(build: JsonObject, labels: Isolation['labels']): JsonObject {
  return { ...without(build, 'tags', 'labels'), labels: { ...objectOf(build['labels']), ...labels } };
}

/** The engine chooses a port that is free, for this machine alone. */
function isolatePort(port: JsonObject): JsonObject {
  return { ...without(port, 'published', 'host_ip', 'mode'), host_ip: '127.0.0.1' };
}

/** Other containers find one by its `container_name`, too. */
function isolateAttachment(attachment: JsonObject, alias: string | undefined): JsonObject {
  const { aliases } = attachment;
  return {
    ...without(attachment, 'ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'),
    ...(alias === undefined ? {} : { aliases: [...listOf(aliases), alias] }),
  };
}

/** A fixed subnet would overlap with the original's, and a driver such as macvlan puts containers beside it. */
function isolateNetwork(network: JsonObject, labels: Isolation['labels']): JsonObject {
  const kept = ['internal', 'enable_ipv6', 'attachable'];
  return { ...Object.fromEntries(kept.flatMap((key) => (network[key] === undefined ? [] : [[key, network[key]]]))), labels };
}

function isolateMount(service: string, mount: JsonObject, around: Around): JsonObject {
  const source = writableSource(mount);
  if (source === undefined) return mount;
  const choice = around.mounts.get(source) ?? { treatment: 'read-only' as const };
  const target = stringOf(mount['target']) ?? '';
  switch (choice.treatment) {
    case 'shared':
      if (source.endsWith('docker.sock')) around.notes.push(`${service} reaches the Docker engine: the copy sees the original's containers as well`);
      return mount;
    case 'copied': return { ...mount, source: choice.copy };
    case 'fresh':
      around.notes.push(`${service} begins with an empty ${target}: the original's data stays apart`);
      return { type: 'volume', source: freshVolumes(around).get(source) ?? null, target };
    case 'read-only':
      around.notes.push(`${service} cannot write to ${target} in the copy: it is the original's`);
      return { ...mount, read_only: true };
  }
}

/** The same volume wherever a host path is mounted. */
function freshVolumes({ mounts }: Isolation): ReadonlyMap<FilePath, string> {
  return new Map([...mounts].filter(([, { treatment }]) => treatment === 'fresh').map(([source], index) => [source, `composure-data-${index + 1}`]));
}

/** The services that have given their container a name. */
function containerNames({ services }: ResolvedProject): ReadonlyMap<string, string> {
  return new Map(Object.entries(services).flatMap(([name, service]) => {
    const own = stringOf(service['container_name']);
    return own === undefined ? [] : [[own, name] as const];
  }));
}

const sharingKeys = ['network_mode', 'pid', 'ipc', 'uts', 'cgroup'] as const;

function containerOf(value: Json | undefined): string | undefined {
  return stringOf(value)?.startsWith('container:') === true ? stringOf(value)?.slice('container:'.length) : undefined;
}

function outerContainers(service: JsonObject, own: ReadonlyMap<string, string>): readonly string[] {
  const named = [
    ...sharingKeys.flatMap((key) => containerOf(service[key]) ?? []).filter((name) => !own.has(name)),
    ...listOf(service['volumes_from']).flatMap((each) => containerOf(each) ?? []).map((said) => said.replace(/:(?:ro|rw)$/, '')),
  ];
  return [...new Set(named)];
}

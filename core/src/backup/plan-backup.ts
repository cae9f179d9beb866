// Decides what a backup saves and how who writes to it is kept still. Pure: facts in, a plan out that a person can read
// before anything is done.

import { saveableBinds, shownPath, type PlannedBind } from '#core/backup/binds.ts';
import type { BackupContainer, BackupFacts, BackupVolume } from '#core/backup/facts.ts';
import { planHold, writesTo, type Held } from '#core/backup/hold.ts';
import { readyBefore, readyDump } from '#core/backup/hooks.ts';
import type { BackedUpFile, Consistency } from '#core/backup/manifest.ts';
import type { BackupPolicy } from '#core/backup/policy.ts';
import type { Only } from '#core/backup/subject.ts';
import type { FilePath } from '#core/outside.ts';

export interface PlannedVolume extends BackupVolume {
  readonly key: string | undefined;
  readonly external: boolean;
  readonly anonymous: { readonly service: string; readonly target: string } | undefined;
  /** Who mounts it. */
  readonly services: readonly string[];
}

export interface PlannedFile {
  readonly source: FilePath;
  /** Relative to the project directory where it lies there. */
  readonly path: string;
  readonly role: BackedUpFile['role'];
  readonly bytes: number;
}

export interface PlannedDump {
  readonly service: string;
  readonly container: string;
  readonly kind: string;
  readonly dump: readonly string[];
  readonly load: readonly string[];
  readonly volumes: readonly string[];
}

/** A command in a container. */
export interface PlannedHook {
  readonly service: string;
  readonly container: string;
  readonly when: 'before' | 'after';
  readonly command: readonly string[];
}

export interface PlannedImage {
  readonly id: string;
  readonly references: readonly string[];
  readonly bytes: number;
}

export interface BackupPlan {
  readonly facts: BackupFacts;
  readonly volumes: readonly PlannedVolume[];
  readonly binds: readonly PlannedBind[];
  readonly files: readonly PlannedFile[];
  readonly dumps: readonly PlannedDump[];
  readonly images: readonly PlannedImage[];
  /** How each service is kept from writing; those that write nothing that is saved run on and are `live`. */
  readonly services: ReadonlyMap<string, Consistency>;
  readonly hooks: readonly PlannedHook[];
  /** Who is stopped or paused, in this order; they come back in the other one. */
  readonly hold: readonly Held[];
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  /** What a person should know, and a reader of the backup later. */
  readonly warnings: readonly string[];
  /** Why there can be no backup, each in a sentence. */
  readonly refusals: readonly string[];
  /** What there is to read, where all of it is known. */
  readonly bytes: number | undefined;
}

export interface PlanOptions {
  /** Where the backup will lie. */
  readonly to: FilePath;
  readonly only?: Only | undefined;
  /** Nobody is to be stopped, paused or asked for a dump: the caller has done so. */
  readonly isHeld?: boolean | undefined;
}

/** Plans a backup. */
export function planBackup(facts: BackupFacts, policy: BackupPolicy, { to, only, isHeld = false }: PlanOptions): BackupPlan {
  const leftOut: { what: string; why: string }[] = [];
  const warnings = facts.unread === undefined ? [] : [`Compose does not read the files (${facts.unread}): what only they name is not saved`];
  const refusals: string[] = [];
  const candidates = only === undefined ? chosenVolumes(facts, policy, leftOut) : volumesNamed(facts, only.volumes);
  const binds = saveableBinds(facts, policy, { to, only: only?.binds }, leftOut);
  const consistency = (service: string): Consistency => policy.services.get(service)?.consistency ?? policy.consistency;
  const dumps = only === undefined && !isHeld ? planDumps(facts, policy, candidates, binds, consistency, { warnings, refusals }) : [];
  const dumped = new Set(dumps.flatMap(({ volumes }) => volumes));
  const volumes = candidates.filter(({ name }) => !dumped.has(name));
  const saved = { volumes: volumes.map(({ name }) => name), binds: binds.map(({ path }) => path) };
  const writers = facts.containers.filter((container) => writesTo(container, saved));
  const services = new Map<string, Consistency>(serviceNames(facts).map((name) => {
    if (dumps.some(({ service }) => service === name)) return [name, 'dump'];
    if (isHeld || !writers.some(({ service }) => service === name)) return [name, isHeld ? 'stop' : 'live'];
    // What does not run writes nothing: it is as good as stopped.
    const wanted = consistency(name);
    return [name, wanted === 'dump' ? 'stop' : wanted];
  }));
  const held = isHeld ? { hold: [], warnings: [] } : planHold(writers, services, facts.containers);
  if (!isHeld) warnings.push(...liveWarnings(writers, services));
  warnings.push(...held.warnings, ...otherWriters(facts, saved));
  const wantsImages = policy.images && only === undefined;
  const images = wantsImages ? facts.images.map(({ id, references, bytes }) => ({ id, references, bytes })) : [];
  const files = only === undefined ? facts.files.map(({ path, role, bytes }) => ({ source: path, path: shownPath(facts.directory, path), role, bytes })) : [];
  const sizes = [...volumes, ...binds, ...images].map(({ bytes }) => bytes);
  return {
    facts, volumes, binds, files, dumps, images, services, leftOut, warnings, refusals,
    hooks: isHeld || only !== undefined ? [] : planHooks(facts, policy, services, writers),
    hold: held.hold,
    bytes: sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
  };
}

function serviceNames({ services, containers }: BackupFacts): readonly string[] {
  return [...new Set([...services.map(({ name }) => name), ...containers.map(({ service }) => service)])].toSorted();
}

/** The project's own volumes, also those that only an engine knows of; external ones by wish. */
function chosenVolumes(facts: BackupFacts, policy: BackupPolicy, leftOut: BackupPlan['leftOut'] & { push: Array<unknown>['push'] }): readonly PlannedVolume[] {
  const chosen: PlannedVolume[] = [];
  for (const volume of facts.volumes) {
    const declared = facts.declaredVolumes.find(({ name }) => name === volume.name);
    const mounted = facts.containers.flatMap((container) => container.mounts.filter(({ type, source }) => type === 'volume' && source === volume.name).map(({ target }) => ({ service: container.service, target })));
    const label = volume.labels['com.docker.compose.project'] === facts.project ? volume.labels['com.docker.compose.volume'] : undefined;
    if (declared === undefined && label === undefined && mounted.length === 0) continue;
    const key = declared?.key ?? label;
    const isAnonymous = key === undefined && (/^[0-9a-f]{64}$/.test(volume.name) || 'com.docker.volume.anonymous' in volume.labels);
    const external = declared?.external ?? (key === undefined && !isAnonymous);
    const what = `volume ${key ?? volume.name}`;
    const isExcluded = [key, volume.name].some((name) => name !== undefined && policy.exclude.includes(name));
    if (isExcluded) leftOut.push({ what, why: 'composure.yaml leaves it out' });
    else if (external && !isWished(policy, [key, volume.name])) leftOut.push({ what, why: 'it belongs to another project: backup.external in composure.yaml adds it' });
    else if (volume.options['type'] === 'tmpfs') leftOut.push({ what, why: 'it lies in memory, and is empty when nothing runs' });
    else chosen.push({ ...volume, key, external, anonymous: isAnonymous ? mounted[0] : undefined, services: servicesOf(mounted) });
  }
  for (const { key, name, external } of facts.declaredVolumes) {
    if (!external && facts.volumes.every((volume) => volume.name !== name)) leftOut.push({ what: `volume ${key}`, why: 'it was never made' });
  }
  return chosen;
}

function isWished({ external, include }: BackupPolicy, names: readonly (string | undefined)[]): boolean {
  return external === 'all' || names.some((name) => name !== undefined && (external.includes(name) || include.includes(name)));
}

function volumesNamed(facts: BackupFacts, names: readonly string[]): readonly PlannedVolume[] {
  return facts.volumes.filter(({ name }) => names.includes(name)).map((volume) => {
    const declared = facts.declaredVolumes.find(({ name }) => name === volume.name);
    const mounted = facts.containers.flatMap((container) => container.mounts.filter(({ type, source }) => type === 'volume' && source === volume.name).map(({ target }) => ({ service: container.service, target })));
    const label = volume.labels['com.docker.compose.project'] === facts.project ? volume.labels['com.docker.compose.volume'] : undefined;
    const key = declared?.key ?? label;
    const isAnonymous = key === undefined && /^[0-9a-f]{64}$/.test(volume.name);
    return { ...volume, key, external: declared?.external ?? false, anonymous: isAnonymous ? mounted[0] : undefined, services: servicesOf(mounted) };
  });
}

function servicesOf(mounted: readonly { readonly service: string }[]): readonly string[] {
  return [...new Set(mounted.map(({ service }) => service))].toSorted();
}

/** A dump stands for the volumes that its service alone has; a service that does not run is read like any other. */
function planDumps(
  facts: BackupFacts, policy: BackupPolicy, volumes: readonly PlannedVolume[], binds: readonly PlannedBind[],
  consistency: (service: string) => Consistency, said: { readonly warnings: string[]; readonly refusals: string[] },
): readonly PlannedDump[] {
  return serviceNames(facts).flatMap((service) => {
    if (consistency(service) !== 'dump') return [];
    const own = policy.services.get(service);
    const image = facts.services.find(({ name }) => name === service)?.image ?? facts.containers.find((each) => each.service === service)?.image ?? '';
    const ready = readyDump(image);
    if (own?.dump === undefined && ready === undefined) {
      // Said for all services, it means those that can.
      if (own?.consistency === 'dump') said.refusals.push(`${service} is to be dumped, and there is no ready dump for ${image === '' ? 'its image' : image}: backup.services.${service} in composure.yaml needs dump and load`);
      return [];
    }
    const container = facts.containers.find((each) => each.service === service && each.state === 'running');
    if (container === undefined) {
      said.warnings.push(`${service} does not run and cannot be dumped: its volumes are read as they are`);
      return [];
    }
    const targets = own?.dump === undefined ? ready?.targets : undefined;
    const isData = (target: string): boolean => targets === undefined || targets.some((each) => target === each || target.startsWith(`${each}/`));
    const folder = binds.find(({ path }) => container.mounts.some((mount) => mount.type === 'bind' && mount.source === path && isData(mount.target)));
    if (folder !== undefined) {
      said.refusals.push(`${service} is to be dumped and keeps its data in ${folder.shown}, a folder of the host: a dump can be loaded into volumes alone, so stop or pause it`);
      return [];
    }
    const stoodFor = volumes.filter(({ name, services }) => services.every((each) => each === service)
      && container.mounts.some((mount) => mount.type === 'volume' && mount.source === name && isData(mount.target))).map(({ name }) => name);
    const commands = own?.dump !== undefined && own.load !== undefined ? { kind: 'custom', dump: own.dump, load: own.load } : ready;
    return commands === undefined ? [] : [{ service, container: container.id, kind: commands.kind, dump: commands.dump, load: commands.load, volumes: stoodFor }];
  });
}

/** Commands run where the service runs; a ready one only where the service is not stopped, for then it saves by itself. */
function planHooks(facts: BackupFacts, policy: BackupPolicy, services: ReadonlyMap<string, Consistency>, writers: readonly BackupContainer[]): readonly PlannedHook[] {
  return facts.containers.filter(({ state }) => state === 'running').flatMap(({ id, service, image }): readonly PlannedHook[] => {
    const own = policy.services.get(service);
    const isRead = writers.some((writer) => writer.id === id) && ['pause', 'live'].includes(services.get(service) ?? '');
    const before = own?.before ?? (isRead ? readyBefore(image) : undefined);
    return [
      ...(before === undefined ? [] : [{ service, container: id, when: 'before' as const, command: before }]),
      ...(own?.after === undefined ? [] : [{ service, container: id, when: 'after' as const, command: own.after }]),
    ];
  });
}

function liveWarnings(writers: readonly BackupContainer[], services: ReadonlyMap<string, Consistency>): readonly string[] {
  const running = new Set(writers.filter(({ state, service }) => state === 'running' && ['live', 'dump'].includes(services.get(service) ?? '')).map(({ service }) => service));
  return [...running].map((service) => `${service} runs on while its data is read: what it writes meanwhile may be in the backup in part`);
}

function otherWriters(facts: BackupFacts, saved: { readonly volumes: readonly string[]; readonly binds: readonly FilePath[] }): readonly string[] {
  return facts.others.filter((other) => other.running && writesTo(other, saved)).map(({ name, project }) => (
    `the container ${name}${project === '' ? '' : ` of ${project}`} writes to the same data and is not stopped: what it writes meanwhile may be in the backup in part`
  ));
}

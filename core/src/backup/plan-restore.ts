// Decides what a restore replaces, by what, and who is stopped for it. Pure: a manifest and facts in, a plan out that a person
// can read before anything is touched, and that stands in the journal so that another process can go on with it.

import type { BackupContainer, BackupFacts, BackupVolume, OtherContainer } from '#core/backup/facts.ts';
import { planHold, type Held } from '#core/backup/hold.ts';
import type { Archive, BackedUpDump, BackedUpVolume, Manifest } from '#core/backup/manifest.ts';
import type { ContainerMount, FilePath } from '#core/outside.ts';
import { isInside, resolvePath } from '#core/project/path.ts';
import { listed } from '#core/words/listed.ts';

/** How a volume comes to hold what the backup holds. `make`: it does not exist; `remake`: its settings differ, and nobody has it. */
export type RestoreWay = 'replace' | 'make' | 'remake';

export interface VolumeSettings {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A volume whose content is replaced by an archive. */
export interface RestoredVolume {
  readonly kind: 'volume';
  /** As the engine is to know it. */
  readonly name: string;
  readonly key: string | undefined;
  readonly archive: Archive;
  readonly way: RestoreWay;
  /** As the backup has recorded them. */
  readonly settings: VolumeSettings;
  /** Before the restore; undefined where there was no such volume. */
  readonly before: VolumeSettings | undefined;
  /** Only these paths in it, and all that lies below them; all of it where left out. */
  readonly paths: readonly string[] | undefined;
}

/** A folder or file of the host. */
export interface RestoredBind {
  readonly kind: 'bind';
  readonly path: FilePath;
  readonly shown: string;
  readonly isFolder: boolean;
  readonly exists: boolean;
  readonly archive: Archive;
}

/** A service that loads its dump into empty volumes. */
export interface RestoredDump {
  readonly kind: 'dump';
  readonly service: string;
  readonly dump: BackedUpDump;
  /** By the engine's names, with those that exist: each is emptied first. */
  readonly volumes: readonly { readonly name: string; readonly exists: boolean }[];
  readonly container: string | undefined;
}

export interface RestorePlan {
  /** The backup's folder. */
  readonly folder: FilePath;
  readonly backup: string;
  readonly createdAt: string;
  readonly project: string;
  readonly environment: string;
  readonly directory: FilePath;
  readonly volumes: readonly RestoredVolume[];
  readonly binds: readonly RestoredBind[];
  readonly dumps: readonly RestoredDump[];
  /** Saved as a whole: loaded where the engine lacks them. */
  readonly images: Manifest['images'];
  /** Who uses what is replaced and runs: stopped in this order, started in the other one. */
  readonly stop: readonly Held[];
  /** Those of them that were paused: paused again afterwards. */
  readonly paused: readonly string[];
  /** The services that ran, to be judged afterwards. */
  readonly ran: readonly string[];
  /** Images with a shell, perhaps: those of the services that use what is emptied come first. */
  readonly shells: readonly string[];
  /** Containers of others that use it and run. */
  readonly foreign: readonly Pick<OtherContainer, 'id' | 'name' | 'project'>[];
  /** Bytes that are written, and those that go; the latter undefined where that is not known. */
  readonly bytes: number;
  readonly replaced: number | undefined;
  /** What of the backup is not restored, and why. */
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  readonly warnings: readonly string[];
  /** What only the project's typed name allows, each in a sentence. */
  readonly doubts: readonly string[];
  /** Why it cannot be done, each in a sentence. */
  readonly refusals: readonly string[];
}

export interface RestoreWishes {
  /** By their keys or the engine's names; all where left out. With volumes named, folders of the host stay as they are. */
  readonly volumes?: readonly string[] | undefined;
  /** Single files or folders of volumes. */
  readonly files?: readonly { readonly volume: string; readonly path: string }[] | undefined;
}

/** Plans a restore. `facts` are of the project that it goes to. */
export function planRestore(folder: FilePath, manifest: Manifest, facts: BackupFacts, { volumes: named = [], files = [] }: RestoreWishes = {}): RestorePlan {
  const leftOut: { what: string; why: string }[] = [];
  const refusals: string[] = [];
  const warnings: string[] = [];
  const isWhole = named.length === 0 && files.length === 0;
  const isMeant = ({ name, key }: { readonly name: string; readonly key: string | undefined }, said: string): boolean => said === name || said === key;
  for (const said of new Set([...named, ...files.map(({ volume }) => volume)])) {
    if (!manifest.volumes.some((volume) => isMeant(volume, said)) && !manifest.dumps.some((dump) => dump.volumes.includes(said))) refusals.push(`the backup has no volume ${said}: it has ${orNone(manifest.volumes.map(({ name, key }) => key ?? name))}`);
  }

  const volumes = manifest.volumes.flatMap((volume): readonly RestoredVolume[] => {
    const paths = files.filter((file) => isMeant(volume, file.volume)).map(({ path }) => path.replace(/^\/+|\/+$/g, ''));
    if (!isWhole && paths.length === 0 && !named.some((said) => isMeant(volume, said))) return [];
    const name = targetOf(volume, manifest, facts);
    if (name === undefined) {
      const { anonymous } = volume;
      leftOut.push(anonymous == null ? { what: `volume ${volume.key ?? volume.name}`, why: `${facts.project} has no volume for it` }
        : { what: `the nameless volume of ${anonymous.service} at ${anonymous.target}`, why: 'no container has one there: make the containers first' });
      return [];
    }
    const isWholeVolume = paths.length === 0 || named.some((said) => isMeant(volume, said));
    return [plannedVolume(volume, name, isWholeVolume ? undefined : paths, facts, warnings)];
  });
  const binds = !isWhole ? [] : manifest.binds.map((bind): RestoredBind => {
    const path = resolvePath(facts.directory, bind.path);
    const there = facts.paths.get(path)?.kind;
    if (there === 'file' && bind.isFolder) refusals.push(`${bind.path} is a file now and was a folder`);
    if (there === 'directory' && !bind.isFolder) refusals.push(`${bind.path} is a folder now and was a file`);
    return { kind: 'bind', path, shown: bind.path, isFolder: bind.isFolder, exists: there !== undefined, archive: bind.archive };
  });
  // Emptied with it, the backup would be gone before it is read.
  for (const { path, shown } of binds) if (isInside(path, folder)) refusals.push(`the backup lies in ${shown}, which it would replace: move it elsewhere first`);
  for (const { settings, before, key, name } of volumes) {
    if ([settings, before].some((each) => each !== undefined && isDevice(each) && isInside(each.options['device'] ?? '', folder))) refusals.push(`the backup lies in the volume ${key ?? name}, which it would replace: move it elsewhere first`);
  }
  const dumps = manifest.dumps.filter((dump) => isWhole || dump.volumes.some((name) => named.includes(name))).map((dump): RestoredDump => ({
    kind: 'dump', service: dump.service, dump,
    volumes: dump.volumes.map((name) => ({ name, exists: facts.volumes.some((each) => each.name === name) })),
    container: facts.containers.find(({ service }) => service === dump.service)?.id,
  }));
  for (const { service, container } of dumps) {
    if (container === undefined && !facts.services.some(({ name }) => name === service)) refusals.push(`${service} is to load its dump, and ${facts.project} has no such service`);
  }
  if (isWhole && manifest.files.length > 0) leftOut.push({ what: listed(manifest.files.map(({ path }) => path)), why: 'the files of the project stay as they are' });

  const names = new Set([...volumes.map(({ name }) => name), ...dumps.flatMap((dump) => dump.volumes.map(({ name }) => name))]);
  const uses = ({ mounts }: { readonly mounts: readonly ContainerMount[] }): boolean => mounts.some(({ type, source }) => (
    type === 'volume' ? names.has(source) : type === 'bind' && binds.some(({ path }) => isInside(path, source) || isInside(source, path))
  ));
  const users = facts.containers.filter(uses);
  // A database is reached by who mounts nothing of it, too: what it is told while it loads would be mixed with its dump.
  const clients = dumps.length === 0 ? [] : facts.containers.filter((container) => !uses(container) && !container.autoRemove);
  const running = [...users, ...clients].filter(({ state }) => state === 'running' || state === 'restarting' || state === 'paused');
  for (const { name, autoRemove } of running) if (autoRemove) refusals.push(`${name} uses what is replaced and is gone when it stops: end it first`);
  const foreign = facts.others.filter((other) => other.running && uses(other)).map(({ id, name, project }) => ({ id, name, project }));
  for (const { name, project } of foreign) refusals.push(`the container ${name}${project === '' ? '' : ` of ${project}`} uses what is replaced: stop it first`);
  // One that is paused has its files open as well.
  const { hold } = planHold(running.map((container) => ({ ...container, state: 'running' })), new Map(running.map(({ service }) => [service, 'stop'])));
  const sizes = [...volumes.map(({ name }) => facts.volumes.find((each) => each.name === name)), ...dumps.flatMap((dump) => dump.volumes.map(({ name }) => facts.volumes.find((each) => each.name === name)))];
  return {
    folder, backup: manifest.id, createdAt: manifest.createdAt, project: facts.project, environment: facts.environment, directory: facts.directory,
    volumes, binds, dumps, images: isWhole ? manifest.images : [], stop: hold, paused: running.filter(({ state }) => state === 'paused').map(({ id }) => id),
    ran: [...new Set(running.filter(({ state }) => state !== 'paused').map(({ service }) => service))].toSorted(),
    shells: [...new Set([...users, ...facts.containers].map(({ imageId }) => imageId))], foreign,
    bytes: [...volumes, ...binds].reduce((sum, { archive }) => sum + archive.contentBytes, 0) + dumps.reduce((sum, { dump }) => sum + dump.contentBytes, 0),
    replaced: sizes.some((one) => one !== undefined && one.bytes === undefined) ? undefined : sizes.reduce((sum, one) => sum + (one?.bytes ?? 0), 0),
    leftOut, warnings, doubts: doubtsOf(manifest, facts), refusals,
  };
}

/**
 * A manifest of another project names volumes by the other one's names: those of the same keys are meant. A nameless one has
 * another name in each container: the one that is mounted in its place is meant.
 */
function targetOf({ name, key, external, anonymous }: BackedUpVolume, { project }: Manifest, facts: BackupFacts): string | undefined {
  if (anonymous != null) {
    const mounted = facts.containers.filter(({ service }) => service === anonymous.service).flatMap(({ mounts }) => mounts.filter(({ type, target }) => type === 'volume' && target === anonymous.target).map(({ source }) => source));
    return mounted.includes(name) ? name : mounted[0] ?? (project === facts.project && facts.volumes.some((each) => each.name === name) ? name : undefined);
  }
  if (project === facts.project || external) return name;
  return facts.declaredVolumes.find((declared) => declared.key === key)?.name;
}

function plannedVolume(volume: BackedUpVolume, name: string, paths: readonly string[] | undefined, facts: BackupFacts, warnings: string[]): RestoredVolume {
  const { driver, options } = volume;
  const labels = volume.labels['com.docker.compose.project'] === undefined ? volume.labels : { ...volume.labels, 'com.docker.compose.project': facts.project };
  const settings: VolumeSettings = { driver, options, labels };
  const there = facts.volumes.find((each) => each.name === name);
  const before = there === undefined ? undefined : { driver: there.driver, options: there.options, labels: there.labels };
  const base = { kind: 'volume' as const, name, key: volume.key, archive: volume.archive, settings, before, paths };
  if (before === undefined) return { ...base, way: 'make' };
  if (paths !== undefined || isSame(before, settings)) return { ...base, way: 'replace' };
  const isUsed = [...facts.containers, ...facts.others].some(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && source === name));
  // What stands behind a device outlives the volume: it is emptied where it is.
  const isBacked = isDevice(before) || isDevice(settings);
  if (!isUsed && !isBacked && !volume.external) return { ...base, way: 'remake' };
  warnings.push(`the volume ${volume.key ?? name} has other ${differing(before, settings)} than when it was saved, and keeps them: ${isUsed ? 'containers have it' : isBacked ? 'it stands for a folder' : 'it belongs to another project'}`);
  return { ...base, way: 'replace' };
}

/** Compose writes its own version and hash on what it makes; they change with Compose. */
function isSame(a: VolumeSettings, b: VolumeSettings): boolean {
  return differing(a, b) === undefined;
}

function differing(a: VolumeSettings, b: VolumeSettings): string | undefined {
  if (a.driver !== b.driver) return 'driver';
  if (!isEqual(a.options, b.options)) return 'options';
  return isEqual(withoutVersion(a.labels), withoutVersion(b.labels)) ? undefined : 'labels';
}

function withoutVersion(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== 'com.docker.compose.version' && key !== 'com.docker.compose.config-hash'));
}

function isEqual(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Whether a volume of the driver `local` is a place that exists without it (B3). */
export function isDevice({ driver, options }: Pick<BackupVolume, 'driver' | 'options'>): boolean {
  return driver === 'local' && (options['device'] ?? '') !== '';
}

function doubtsOf(manifest: Manifest, facts: BackupFacts): readonly string[] {
  return [
    ...(manifest.project === facts.project ? [] : [`the backup is of ${manifest.project}, and this is ${facts.project}`]),
    ...(manifest.engine.id === facts.engine.id ? [] : [`the backup was made on another engine (${manifest.engine.address}) than this one (${facts.engine.address})`]),
    ...(manifest.directory === facts.directory ? [] : [`the backup is of ${manifest.directory}, and this is ${facts.directory}`]),
  ];
}

function orNone(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** What is to be saved of what is there before a restore begins: by the engine's names and by host paths. */
export function endangered({ volumes, binds, dumps }: Pick<RestorePlan, 'volumes' | 'binds' | 'dumps'>): { readonly volumes: readonly string[]; readonly binds: readonly FilePath[] } {
  return {
    volumes: [...new Set([...volumes.map(({ name }) => name), ...dumps.flatMap((dump) => dump.volumes.map(({ name }) => name))])],
    binds: binds.filter(({ exists }) => exists).map(({ path }) => path),
  };
}

/** Whether a container uses what a plan replaces. */
export function usesReplaced({ mounts }: Pick<BackupContainer, 'mounts'>, plan: Pick<RestorePlan, 'volumes' | 'binds' | 'dumps'>): boolean {
  const { volumes } = endangered(plan);
  return mounts.some(({ type, source }) => (
    type === 'volume' ? volumes.includes(source) : type === 'bind' && plan.binds.some(({ path }) => isInside(path, source) || isInside(source, path))
  ));
}

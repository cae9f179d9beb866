// What goes when a project is destroyed, and what stays: plain data that a person reads before the project's name is typed.
// A volume goes only where the engine says that it is this project's.

import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { statefulImage } from '#core/images/stateful.ts';
import { dataFoldersOf } from '#core/storage/data-folders.ts';
import { isBacked, projectOf, type StorageFacts, type VolumeFacts, type VolumeUser } from '#core/storage/facts.ts';
import { lastBackupOf, type LastBackup, type SavedBackup } from '#core/storage/last-backup.ts';
import { volumesOf } from '#core/storage/report.ts';

/** A volume that goes. Whatever is removed must still be exactly this. */
export interface DoomedVolume {
  readonly name: string;
  readonly key: string | undefined;
  /** The label of its project; undefined for an anonymous one. */
  readonly project: string | undefined;
  readonly createdAt: string | undefined;
  readonly bytes: number | undefined;
  readonly lastBackup: LastBackup | undefined;
  /** What a person should know of it. */
  readonly note: string | undefined;
  /** Whether its content outlives it, in a folder or share of its own (B3): then there is nothing to back up. */
  readonly outlives?: boolean | undefined;
}

export interface DestroyPlan {
  readonly project: string;
  readonly environment: string;
  readonly directory: FilePath;
  /** The engine's own id. */
  readonly engine: string;
  readonly containers: readonly { readonly id: string; readonly name: string; readonly state: string }[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly volumes: readonly DoomedVolume[];
  readonly stays: readonly { readonly kind: 'volume' | 'folder'; readonly name: string; readonly why: string }[];
  /** What goes although no backup can hold it. */
  readonly warnings: readonly string[];
  /** Why it is not done at all. */
  readonly blocked: readonly string[];
}

/** `otherFolders` are those of containers of this project's name that exist beside the project's own directory. */
export function planDestroy(project: Project, beside: readonly Project[], facts: StorageFacts, backups: readonly SavedBackup[], otherFolders: readonly FilePath[] = []): DestroyPlan {
  const environments = beside.filter(({ name }) => name === project.name);
  const containers = facts.containers.filter((each) => each.project === project.name);
  const external = new Set(environments.flatMap((each) => volumesOf(each, facts).flatMap(({ kind, name }) => (kind === 'external' ? [name] : []))));
  const kept = environments.flatMap((each) => volumesOf(each, facts)).filter(({ exists }) => exists);
  const stays = new Map<string, DestroyPlan['stays'][number]>();
  const volumes = new Map<string, DoomedVolume>();
  for (const { name, key, kind } of kept) {
    const volume = facts.volumes.find((each) => each.name === name);
    if (volume === undefined) continue;
    const why = external.has(name) ? 'it is external: whoever made it decides about it' : reasonToStay(volume, kind === 'anonymous', project.name);
    if (why !== undefined) stays.set(name, { kind: 'volume', name, why });
    else volumes.set(name, doomed(volume, key, facts.engine, backups));
  }
  const folders = environments.flatMap(dataFoldersOf);
  return {
    project: project.name, environment: project.environment.name, directory: project.directory, engine: facts.engine,
    containers: containers.map(({ id, name, state }) => ({ id, name, state })),
    networks: facts.networks.filter((each) => each.project === project.name).map(({ id, name }) => ({ id, name })),
    volumes: [...volumes.values()],
    stays: [
      ...stays.values(),
      ...[...new Set(folders.map(({ shown }) => shown))].map((name) => ({ kind: 'folder' as const, name, why: 'it is a folder of yours' })),
    ],
    warnings: containers.flatMap((container) => outsideVolumes(container) ?? []),
    blocked: otherFolders.map((folder) => `${project.name} also runs from ${folder}, and its data would go with it`),
  };
}

/** Whether there is anything to destroy. */
export function isEmpty({ containers, networks, volumes }: Pick<DestroyPlan, 'containers' | 'networks' | 'volumes'>): boolean {
  return containers.length + networks.length + volumes.length === 0;
}

/** The volumes that are backed up before they go. */
export function savedVolumes({ volumes }: Pick<DestroyPlan, 'volumes'>): readonly string[] {
  return volumes.filter(({ outlives }) => outlives !== true).map(({ name }) => name);
}

/** Why a volume may not be removed now, judged by what the engine says of it now; undefined where it may. */
export function mayNotRemove(planned: Pick<DoomedVolume, 'name' | 'project' | 'createdAt'>, now: VolumeFacts | undefined): string | undefined {
  if (now === undefined) return undefined;
  if (projectOf(now) !== planned.project) return `it belongs to ${projectOf(now) ?? 'no project'} now`;
  if (now.createdAt !== planned.createdAt) return 'it is another volume of that name, made since';
  const [user] = now.users;
  return user === undefined ? undefined : `${user.container} has it mounted`;
}

/** What the engine says against it: another project's label, or another's container. */
function reasonToStay(volume: VolumeFacts, anonymous: boolean, project: string): string | undefined {
  const owner = projectOf(volume);
  if (!anonymous && owner !== project) return owner === undefined ? 'Compose did not make it' : `it belongs to ${owner}`;
  const foreign = volume.users.find((user) => user.project !== project);
  return foreign === undefined ? undefined : `${foreignText(foreign)} has it mounted`;
}

function foreignText({ container, project }: VolumeUser): string {
  return project === '' ? container : `${container} of ${project}`;
}

function doomed(volume: VolumeFacts, key: string | undefined, engine: string, backups: readonly SavedBackup[]): DoomedVolume {
  const { name, createdAt, bytes, options, users } = volume;
  const note = isBacked(volume) ? `what it holds stays in ${options['device']}` : key === undefined && projectOf(volume) === undefined ? `it has no name; ${users.map(({ service, target }) => `${service} keeps ${target} in it`).join(', ')}` : undefined;
  return { name, key, project: projectOf(volume), createdAt, bytes, lastBackup: lastBackupOf(name, engine, backups), note, outlives: isBacked(volume) };
}

/** Data that goes with its container. */
function outsideVolumes({ name, image, volumes, written }: StorageFacts['containers'][number]): string | undefined {
  const stateful = statefulImage(image);
  const [path] = stateful?.paths ?? [];
  if (stateful === undefined || path === undefined || written === 0) return undefined;
  const isMounted = stateful.paths.some((each) => volumes.some(({ target }) => each === target || each.startsWith(`${target}/`) || target.startsWith(`${each}/`)));
  return isMounted ? undefined : `${name} keeps data in ${path}, outside of any volume: it goes with the container, and no backup holds it`;
}

// What an environment keeps and where: its volumes and data folders with sizes, what has grown since the last backup, what
// belongs to nobody any more, and what an earlier name of the project left behind.

import type { Project } from '#core/compose/model.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import type { FilePath } from '#core/outside.ts';
import { claimOn, type Homes } from '#core/storage/claims.ts';
import { copyOffers, type CopyOffer } from '#core/storage/copy-offers.ts';
import type { DataFolder } from '#core/storage/data-folders.ts';
import { isAnonymous, projectOf, type StorageFacts, type VolumeFacts, type VolumeUser } from '#core/storage/facts.ts';
import { lastBackupOf, lastBackupOfFolder, type LastBackup, type SavedBackup } from '#core/storage/last-backup.ts';

/** A volume that an environment keeps data in. */
export interface KeptVolume {
  readonly name: string;
  /** As the files name it; undefined for an anonymous one. */
  readonly key: string | undefined;
  readonly kind: 'own' | 'external' | 'anonymous';
  /** False for one that the files declare and nobody has made yet. */
  readonly exists: boolean;
  /** The project that Compose wrote on it, where that is not this one; empty for none. */
  readonly owner: string | undefined;
  readonly bytes: number | undefined;
  readonly lastBackup: LastBackup | undefined;
  /** Bytes more than in the last backup; less than zero where it has shrunk. */
  readonly growth: number | undefined;
  readonly users: readonly VolumeUser[];
}

/** A folder or file of the host that holds data and is mounted. */
export interface KeptFolder extends DataFolder {
  /** Undefined where it cannot be measured, or is not there. */
  readonly bytes: number | undefined;
  readonly exists: boolean;
  readonly lastBackup: LastBackup | undefined;
  readonly growth: number | undefined;
}

/** A volume without anybody. */
export interface OrphanVolume {
  readonly name: string;
  readonly project: string | undefined;
  readonly bytes: number | undefined;
  readonly createdAt: string | undefined;
  readonly lastBackup: LastBackup | undefined;
  readonly why: string;
}

export interface StorageReport {
  readonly environment: string;
  readonly project: string;
  readonly volumes: readonly KeptVolume[];
  readonly folders: readonly KeptFolder[];
  /** Proven to belong to nobody: what cleaning takes. */
  readonly orphans: readonly OrphanVolume[];
  /** Of projects that may only be taken down: cleaning takes them where they are named. */
  readonly unknown: readonly OrphanVolume[];
  readonly copies: readonly CopyOffer[];
}

/** What is known of the storage of a folder's environments. */
export interface StorageKnowledge {
  readonly facts: StorageFacts;
  readonly homes: Homes;
  readonly backups: readonly SavedBackup[];
}

/** A data folder as it was found. */
export interface MeasuredFolder {
  readonly path: FilePath;
  readonly exists: boolean;
  readonly bytes: number | undefined;
}

/** The report of one environment; `beside` are all of its folder, itself among them. */
export function storageReport(
  project: Project, beside: readonly Project[], folders: readonly DataFolder[], measured: readonly MeasuredFolder[], knowledge: StorageKnowledge,
): StorageReport {
  const { facts, homes, backups } = knowledge;
  const copies = copyOffers(project, facts, homes);
  const offered = new Set(copies.map(({ from }) => from));
  const judged = facts.volumes.filter(({ name }) => !offered.has(name)).map((volume) => ({ volume, claim: claimOn(volume, beside, facts, homes) }));
  const ofKind = (kind: 'orphan' | 'unknown'): readonly OrphanVolume[] => judged.flatMap(({ volume, claim }) => (
    claim.kind === kind ? [{ ...pick(volume), lastBackup: lastBackupOf(volume.name, facts.engine, backups), why: claim.why }] : []
  ));
  const orphans = ofKind('orphan');
  return {
    environment: project.environment.name, project: project.name,
    volumes: volumesOf(project, facts, new Set(orphans.map(({ name }) => name))).map((volume) => withBackup(volume, lastBackupOf(volume.name, facts.engine, backups))),
    folders: folders.map((folder) => {
      const { exists = false, bytes } = measured.find(({ path }) => path === folder.path) ?? {};
      return withBackup({ ...folder, exists, bytes }, lastBackupOfFolder(folder.shown, project.directory, backups));
    }),
    orphans, unknown: ofKind('unknown'), copies,
  };
}

/** Declared ones in the order of the files, then others of the project, then those without a name. */
export function volumesOf(project: Project, { volumes, containers }: Pick<StorageFacts, 'volumes' | 'containers'>, without: ReadonlySet<string> = new Set()): readonly Omit<KeptVolume, 'lastBackup' | 'growth'>[] {
  const byName = new Map(volumes.map((volume) => [volume.name, volume]));
  const declared = [...project.volumes.values()].flatMap((resource) => {
    const name = realNameOf(resource, project.name);
    if (name === undefined) return [];
    const there = byName.get(name);
    return [{ name, key: resource.name, kind: resource.external ? 'external' as const : 'own' as const, ...standing(there, project.name) }];
  });
  const named = new Set([...without, ...declared.map(({ name }) => name)]);
  const others = volumes.filter((volume) => projectOf(volume) === project.name && !named.has(volume.name));
  const mounted = new Set(containers.filter((each) => each.project === project.name).flatMap((each) => each.volumes.map(({ name }) => name)));
  const anonymous = volumes.filter((volume) => mounted.has(volume.name) && isAnonymous(volume) && !named.has(volume.name));
  return [
    ...declared,
    ...others.map((volume) => ({ name: volume.name, key: volume.labels['com.docker.compose.volume'], kind: 'own' as const, ...standing(volume, project.name) })),
    ...anonymous.map((volume) => ({ name: volume.name, key: undefined, kind: 'anonymous' as const, ...standing(volume, project.name), owner: undefined })),
  ];
}

function standing(volume: VolumeFacts | undefined, project: string): Pick<KeptVolume, 'exists' | 'owner' | 'bytes' | 'users'> {
  const owner = volume === undefined ? undefined : projectOf(volume) ?? '';
  return { exists: volume !== undefined, owner: owner === project ? undefined : owner, bytes: volume?.bytes, users: volume?.users ?? [] };
}

function withBackup<Kept extends { readonly bytes: number | undefined }>(kept: Kept, lastBackup: LastBackup | undefined): Kept & Pick<KeptVolume, 'lastBackup' | 'growth'> {
  const then = lastBackup?.contentBytes;
  return { ...kept, lastBackup, growth: kept.bytes === undefined || then === undefined ? undefined : kept.bytes - then };
}

function pick(volume: VolumeFacts): Pick<OrphanVolume, 'name' | 'project' | 'bytes' | 'createdAt'> {
  return { name: volume.name, project: projectOf(volume), bytes: volume.bytes, createdAt: volume.createdAt };
}

// What is known before a backup is planned: of the files, the engine and the disk.

import type { BackedUpFile } from '#core/backup/manifest.ts';
import type { ContainerMount, FilePath } from '#core/outside.ts';

/** A container of the project, one-off ones among them. */
export interface BackupContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly state: string;
  readonly exitCode: number | undefined;
  /** As it was asked for: `postgres:16`. */
  readonly image: string;
  readonly imageId: string;
  readonly configHash: string;
  /** It is gone when it stops. */
  readonly autoRemove: boolean;
  readonly mounts: readonly ContainerMount[];
  /** The services that it needs, and whether their health is waited for. */
  readonly needs: readonly { readonly service: string; readonly healthy: boolean }[];
}

/** A container of nobody or of another project. */
export interface OtherContainer {
  readonly id: string;
  readonly name: string;
  /** Empty for a container that Compose did not make. */
  readonly project: string;
  readonly running: boolean;
  readonly mounts: readonly ContainerMount[];
}

/** A volume that the engine has. */
export interface BackupVolume {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined where the engine does not say. */
  readonly bytes: number | undefined;
}

/** A volume that the files name. */
export interface DeclaredVolume {
  readonly key: string;
  /** As the engine knows it. */
  readonly name: string;
  readonly external: boolean;
}

/** A service as Compose resolves it. */
export interface DeclaredService {
  readonly name: string;
  readonly image: string;
  readonly binds: readonly { readonly source: FilePath; readonly target: string; readonly readOnly: boolean }[];
}

/** What stands at a host path. */
export interface BackupPath {
  readonly kind: 'file' | 'directory' | 'other' | 'unknown' | undefined;
  readonly bytes: number | undefined;
}

export interface BackupFacts {
  readonly project: string;
  readonly environment: string;
  readonly directory: FilePath;
  readonly engine: { readonly id: string; readonly address: string; readonly context: string | undefined; readonly version: string };
  readonly compose: string;
  /** Whether host paths are those of this machine. */
  readonly isLocal: boolean;
  readonly containers: readonly BackupContainer[];
  readonly others: readonly OtherContainer[];
  /** All that the engine has. */
  readonly volumes: readonly BackupVolume[];
  readonly declaredVolumes: readonly DeclaredVolume[];
  readonly services: readonly DeclaredService[];
  /** The mounted host paths, and those that `composure.yaml` includes. */
  readonly paths: ReadonlyMap<FilePath, BackupPath>;
  /** The texts that the project is made of, that can be read. */
  readonly files: readonly { readonly path: FilePath; readonly role: BackedUpFile['role']; readonly bytes: number }[];
  readonly images: readonly { readonly id: string; readonly references: readonly string[]; readonly digests: readonly string[]; readonly bytes: number }[];
  /** Why Compose does not read the files; undefined where it does, or there are none. */
  readonly unread: string | undefined;
}

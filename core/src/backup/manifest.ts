// What a backup says of itself. It is written last: a folder without a manifest that can be read is no backup. The format
// is described for people in docs/backup-format.md.

import type { FilePath } from '#core/outside.ts';

/** The format that is written. A reader refuses a higher one. */
export const formatVersion = 1;

/** The manifest's name inside the folder of a backup. */
export const manifestName = 'manifest.json';

export interface Manifest {
  readonly format: typeof formatVersion;
  /** The name of the backup's folder as it was made: project, UTC time, and a number where there are several in a second. */
  readonly id: string;
  /** When it was begun, by the clock of the machine that made it (ISO 8601, UTC). */
  readonly createdAt: string;
  /** Counts the backups of a project in a folder: it orders them where a clock was set back. */
  readonly sequence: number;
  /** A safety copy was made of what a restore or destroy was about to replace; it is never pruned. */
  readonly purpose: 'backup' | 'safety-copy';
  readonly madeBy: { readonly composure: string; readonly compose: string; readonly engine: string };
  readonly project: string;
  readonly environment: string;
  /** The project directory on the machine that made it. */
  readonly directory: FilePath;
  readonly engine: { readonly id: string; readonly address: string; readonly context: string | undefined };
  readonly services: readonly BackedUpService[];
  readonly volumes: readonly BackedUpVolume[];
  readonly binds: readonly BackedUpBind[];
  readonly files: readonly BackedUpFile[];
  readonly dumps: readonly BackedUpDump[];
  readonly images: readonly BackedUpImage[];
  /** What the engine could not give, or what moved meanwhile: each in one sentence. */
  readonly limits: readonly string[];
  /** Undefined where nothing is encrypted. */
  readonly encryption: Encryption | undefined;
}

/** How a service was kept from writing: `live` ran on, `dump` ran on and said what it holds. */
export type Consistency = 'stop' | 'pause' | 'live' | 'dump';

export interface BackedUpService {
  readonly name: string;
  readonly consistency: Consistency;
  /** What ran, to be brought back by a restore. */
  readonly containers: readonly { readonly name: string; readonly state: string; readonly exitCode: number | undefined }[];
  readonly image: string;
  readonly imageId: string;
  readonly digests: readonly string[];
  readonly configHash: string;
}

/** Content that was read from the engine as a tar archive. */
export interface Archive {
  /** Relative to the backup's folder, with forward slashes. */
  readonly file: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Bytes of the file. */
  readonly bytes: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** Bytes of the tar archive inside, with its end. */
  readonly tarBytes: number;
  /** Of the tar archive inside. */
  readonly tarSha256: string;
  /** Entries of the tar archive, its root among them. */
  readonly entries: number;
  /** Bytes that its files hold together. */
  readonly contentBytes: number;
}

export interface BackedUpVolume {
  /** As the engine knows it. */
  readonly name: string;
  /** As the project's files name it; undefined for an anonymous volume. */
  readonly key: string | undefined;
  readonly external: boolean;
  /** Where an anonymous volume was mounted. */
  readonly anonymous: { readonly service: string; readonly target: string } | undefined;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly services: readonly string[];
  readonly archive: Archive;
}

/** A folder or file of the host that is mounted and holds data. */
export interface BackedUpBind {
  /** Relative to the project directory, or absolute where it lies outside. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly services: readonly string[];
  readonly archive: Archive;
}

/** A text that the project is made of, copied as it is. */
export interface BackedUpFile {
  /** Relative to the project directory, or absolute where it lies outside. */
  readonly path: string;
  readonly role: 'compose' | 'env' | 'env_file' | 'config' | 'secret' | 'dockerfile' | 'composure';
  /** Where the copy is, relative to the backup's folder. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Permission bits. */
  readonly mode: number;
}

/** What a service printed of its own data; it is loaded by `load` into the service with empty volumes. */
export interface BackedUpDump {
  readonly service: string;
  /** The ready hook that made it, such as `postgres`, or `custom`. */
  readonly kind: string;
  readonly dump: readonly string[];
  readonly load: readonly string[];
  /** The volumes, by the engine's names, that the dump stands for. */
  readonly volumes: readonly string[];
  readonly file: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly bytes: number;
  readonly sha256: string;
  readonly contentBytes: number;
  readonly contentSha256: string;
}

/** An image that was saved as a whole, on request. */
export interface BackedUpImage {
  readonly id: string;
  readonly references: readonly string[];
  readonly file: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly bytes: number;
  readonly sha256: string;
}

export interface Encryption {
  readonly cipher: 'aes-256-gcm';
  /** Tells keys apart without giving one away. */
  readonly keyId: string;
}

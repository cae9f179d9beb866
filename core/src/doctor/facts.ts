// What the doctor goes by. Everything that has to be asked may have stayed without an answer: then the checks that need
// it say so, and the others go on.

import type { Finding } from '#core/doctor/findings.ts';
import type { FailureKind } from '#core/failure.ts';
import type { Project } from '#core/compose/model.ts';
import type { EngineFacts, FilePath } from '#core/outside.ts';

/** An answer, or why there is none. */
export type Told<T> =
  | { readonly told: true; readonly value: T }
  | { readonly told: false; readonly kind: FailureKind | 'unfinished'; readonly why: string };

export interface DoctorFacts {
  readonly project: Project;
  /** What the rules find on the environment. */
  readonly findings: readonly Finding[];
  /** The version of the docker command. */
  readonly docker: Told<string>;
  /** The version of Compose. */
  readonly compose: Told<string>;
  readonly engine: Told<EngineVersion>;
  /** What live rules went by. Where it is not told, they went by the processes of this machine alone. */
  readonly live: Told<EngineFacts>;
  readonly disks: Told<readonly Disk[]>;
  readonly usage: Told<ImageUsage>;
  /** Bytes that are free on the engine's machine, where that is this one. */
  readonly freeMemory: number | undefined;
  readonly folders: Told<readonly FolderState[]>;
}

export interface EngineVersion {
  readonly version: string;
  /** Where it listens, for people. */
  readonly address: string;
  readonly context: string | undefined;
}

/** A disk, and whose data lies on it. */
export interface Disk {
  readonly what: 'engine' | 'project' | 'both';
  readonly free: number;
  readonly total: number;
}

/** What images and the build cache take, and how much of it nothing uses. In bytes. */
export interface ImageUsage {
  readonly images: number;
  readonly unusedImages: number;
  readonly buildCache: number;
  readonly unusedBuildCache: number;
}

/** A folder into which a service writes its data. */
export interface FolderState {
  readonly path: FilePath;
  /**
   * `root-makes`: it is missing, and an engine that runs as root would make it, for root. `roots`: it is empty and only
   * root may write into it. `read-only`: its file system is mounted read-only.
   */
  readonly state: 'ready' | 'missing' | 'root-makes' | 'roots' | 'read-only' | 'unknown';
}

// Makes a backup: plans it, holds still who writes, reads everything through the engine, verifies it, and gives it its name.

import type { Manifest } from '#core/backup/manifest.ts';
import type { Progress } from '#core/backup/progress.ts';
import type { Only, Subject } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import type { Machinery } from '#host/compose/run-plan.ts';

export interface CreateOptions {
  /** The folder that backups of the project lie in; that of `composure.yaml`, or `backups` in the project directory, if left out. */
  readonly to?: FilePath | undefined;
  /** A safety copy is never pruned. A backup if left out. */
  readonly purpose?: Manifest['purpose'] | undefined;
  /**
   * Nothing but these, whatever `composure.yaml` says: volumes by the engine's names, host paths absolute. What is not there
   * any more is left out. Everything if left out.
   */
  readonly only?: Only | undefined;
  /** The caller has stopped whoever writes, and starts them again: nothing is stopped, paused, started or dumped. */
  readonly isHeld?: boolean | undefined;
  /** The caller has the lock of the project. */
  readonly isLocked?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface CreatedBackup {
  /** The backup's own folder. */
  readonly folder: FilePath;
  readonly manifest: Manifest;
  /** What its files take together on the disk. */
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Makes a backup that was verified. Containers are what they were afterwards, also where it fails or is cancelled.
 * @throws Failure where it cannot be made, also when cancelled; then there is none.
 */
export async function createBackup(subject: Subject, machinery: Machinery, options: CreateOptions = {}): Promise<CreatedBackup> {
  options.signal?.throwIfAborted();
  throw new Failure('command-failed', `${subject.project} cannot be backed up yet on ${(await machinery.engine.endpoint()).address}`);
}

// Removes volumes that belong to nobody with the care of destroying: each lies in a backup that was read back before it goes,
// is looked at again right before, and once more afterwards.

import type { Progress } from '#core/backup/progress.ts';
import { subjectOf } from '#core/backup/subject.ts';
import type { Project } from '#core/compose/model.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import type { CleanedVolume, StorageCleanPlan } from '#core/storage/plan-clean.ts';
import { createBackup } from '#host/backup/create.ts';
import { lockProject } from '#host/backup/lock.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import type { Engine } from '#host/engine/engine.ts';
import { asTheyAre, removeVolumes, type RemovedVolumes } from '#host/storage/remove-volumes.ts';
import { hasContent } from '#host/storage/same-content.ts';

export interface CleanedStorage extends RemovedVolumes {
  /** The folder of the backup; undefined where older ones hold all that went. */
  readonly backup: FilePath | undefined;
  /** Volumes whose content an older backup holds as it was, and the folder of that. */
  readonly savedBefore: readonly { readonly name: string; readonly backup: FilePath }[];
}

export interface CleanStorageOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Backs up and removes what the plan names. The backup lies with those of `project`.
 * @throws Failure where it cannot be backed up; then nothing was removed. The signal's reason when cancelled: what went until
 *   then lies in the backup.
 */
export async function cleanStorage({ volumes }: StorageCleanPlan, project: Project, machinery: Machinery, { signal, onProgress }: CleanStorageOptions = {}): Promise<CleanedStorage> {
  const { engine } = machinery;
  const lock = await lockProject({ engine: await engine.id(signal), project: project.name, operation: 'a cleaning' });
  try {
    const known = await asTheyAre(engine, volumes, signal);
    const savedBefore: { name: string; backup: FilePath }[] = [];
    for (const volume of volumes) {
      const backup = await backupOfSame(engine, volume, signal, onProgress);
      if (backup !== undefined) savedBefore.push({ name: volume.name, backup });
    }
    const names = volumes.map(({ name }) => name).filter((name) => savedBefore.every((each) => each.name !== name));
    const created = names.length === 0 ? undefined : await createBackup(subjectOf(project), machinery, { purpose: 'safety-copy', only: { volumes: names, binds: [] }, isLocked: true, signal, onProgress });
    const missed = names.filter((name) => created?.manifest.volumes.every((volume) => volume.name !== name));
    if (missed.length > 0) throw new Failure('command-failed', `the backup lacks ${missed.join(', ')}: nothing was removed`);
    const removed = await removeVolumes(engine, known, { signal, before: ({ name }) => onProgress?.({ step: `Removing volume ${name}`, done: 0 }) });
    return { ...removed, backup: created?.folder, savedBefore };
  } finally {
    await lock.release();
  }
}

/** The last backup of a volume, where the volume still reads as it did then: the same archive, byte for byte. */
async function backupOfSame(engine: Engine, { name, bytes, lastBackup }: CleanedVolume, signal: AbortSignal | undefined, onProgress: CleanStorageOptions['onProgress']): Promise<FilePath | undefined> {
  if (lastBackup?.tarSha256 === undefined || (bytes !== undefined && bytes !== lastBackup.contentBytes)) return undefined;
  onProgress?.({ step: `Comparing ${name} with its last backup`, done: 0, total: bytes });
  return await hasContent(engine, name, lastBackup.tarSha256, signal) ? lastBackup.folder : undefined;
}

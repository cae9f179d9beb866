// Makes a backup: plans it, holds still who writes, reads everything through the engine, verifies it, and gives it its name.

import { mkdir, rename } from 'node:fs/promises';
import { backupName, partialPrefix } from '#core/backup/backup-name.ts';
import type { BackupStep } from '#core/backup/backup-steps.ts';
import { manifestName, type Manifest } from '#core/backup/manifest.ts';
import { planBackup, type BackupPlan } from '#core/backup/plan-backup.ts';
import { backupPolicy, backupsFolder, usualPolicy, type BackupPolicy } from '#core/backup/policy.ts';
import type { Progress } from '#core/backup/progress.ts';
import type { Only, Subject } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { diskFailure, freeBytes } from '#host/archive/write-file.ts';
import { describeBackup } from '#host/backup/describe.ts';
import { readKeyFile, type Key } from '#host/backup/encryption.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { adoptJournal, beginJournal, interrupted } from '#host/backup/journal.ts';
import { bytesOf, nextNumber, takenNames } from '#host/backup/list.ts';
import { lockProject } from '#host/backup/lock.ts';
import { meter } from '#host/backup/meter.ts';
import { readAtRest } from '#host/backup/read-at-rest.ts';
import { saveFiles, saveImages, type Saving } from '#host/backup/save-content.ts';
import { syncFolder, syncTree } from '#host/backup/sync.ts';
import { removeAbandoned, removePartial, tidyBackup } from '#host/backup/tidy.ts';
import { findDamage, writeVerified } from '#host/backup/verify.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { writePrivate } from '#host/node/write-private.ts';

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
  /** The caller has stopped whoever writes, starts them again, and has a journal of it: nothing is stopped, paused, started or dumped. */
  readonly isHeld?: boolean | undefined;
  /** The caller has the lock of the project. */
  readonly isLocked?: boolean | undefined;
  /** Hears of the folder in which the backup is half made, before it is there: for the caller's journal. */
  readonly onFolder?: ((folder: FilePath) => Promise<void>) | undefined;
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
  /** What is not as it was before: a container that does not come back, a command that failed afterwards. The backup is good. */
  readonly problems: readonly string[];
}

/** A backup that could be made. */
export interface PreparedBackup {
  readonly plan: BackupPlan;
  /** Where it would lie. */
  readonly to: FilePath;
  /** What the disk has left there, where that can be told. */
  readonly free: number | undefined;
  readonly policy: BackupPolicy;
  readonly key: Key | undefined;
}

/** Looks at what there is and plans. Nothing is changed. @throws Failure where the engine does not answer, or the key file has no key. */
export async function prepareBackup(subject: Subject, machinery: Machinery, options: CreateOptions = {}): Promise<PreparedBackup> {
  const { loaded } = subject;
  const policy = loaded === undefined ? usualPolicy : await backupPolicy(loaded.environment, nodeFileSystem(), new ParsedFiles(), options.signal ?? neverCancelled);
  const to = options.to ?? backupsFolder(policy, subject.directory);
  const [facts, free, key] = await Promise.all([
    askBackupFacts(subject, machinery, policy, options),
    freeBytes(to),
    policy.keyFile === undefined ? undefined : readKeyFile(policy.keyFile, policy.from ?? subject.directory),
  ]);
  const plan = planBackup(facts, policy, { to, only: options.only, isHeld: options.isHeld });
  return { plan, to, free, policy, key };
}

/**
 * Makes a backup that was verified. Containers are what they were afterwards, also where it fails or is cancelled.
 * @throws Failure where it cannot be made, and the signal's reason when cancelled; then there is none.
 */
export async function createBackup(subject: Subject, machinery: Machinery, options: CreateOptions = {}): Promise<CreatedBackup> {
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const { project } = subject;
  const lock = options.isLocked === true ? undefined : await lockProject({ engine: await machinery.engine.id(signal), project, operation: 'a backup' });
  try {
    return await createLocked(subject, machinery, { ...options, signal });
  } finally {
    await lock?.release();
  }
}

async function createLocked(subject: Subject, machinery: Machinery, options: CreateOptions & { readonly signal: AbortSignal }): Promise<CreatedBackup> {
  const began = Date.now();
  const { signal, purpose = 'backup' } = options;
  const { engine } = machinery;
  if (options.isLocked !== true) await endInterrupted(subject, engine, options);
  await sweepHelpers(engine, signal);
  const prepared = await prepareBackup(subject, machinery, options);
  const { plan, to, free, key } = prepared;
  const [refusal] = plan.refusals;
  if (refusal !== undefined) throw new Failure('command-failed', refusal);
  const progress = meter(plan.bytes, options.onProgress);
  if (free !== undefined && plan.bytes !== undefined && plan.bytes > free) progress.note(`${to} has less room than the data takes: it fits only if it can be compressed`);
  await makeFolder(to);
  await removeAbandoned(to, subject.project);
  const taken = await takenNames(to);
  const id = backupName(subject.project, new Date(), (name) => taken.has(name.toLowerCase()));
  const partial = `${to}/${partialPrefix}${id}`;
  const saving: Saving = { engine, root: partial, id, key, meter: progress, signal, helpers: new Set() };
  const { id: engineId, address } = plan.facts.engine;
  // Who holds it still has a journal that knows of this one.
  const journal = options.isHeld === true ? undefined : await beginJournal<BackupStep>({
    operation: 'backup', engine: engineId, address, project: subject.project, directory: subject.directory, environment: subject.environment,
  });
  let allBack = true;
  for (const warning of plan.warnings) progress.note(warning);
  if (options.only === undefined) for (const { what, why } of plan.leftOut) progress.note(`${what} is left out: ${why}`);
  try {
    await journal?.write({ step: 'folder', folder: partial });
    await options.onFolder?.(partial);
    await mkdir(toOsPath(partial), { mode: 0o700 });
    const files = await saveFiles(plan.files, saving);
    const read = await readAtRest(prepared, saving, { isHeld: options.isHeld === true, journal, onLeft: () => { allBack = false; } });
    const images = await saveImages(plan.images, saving);
    const described = describeBackup(plan, {
      id, purpose, createdAt: new Date(began).toISOString(), sequence: await nextNumber(to, subject.project), keyId: key?.id,
      files, images, volumes: read.volumes, binds: read.binds, dumps: read.dumps, limits: read.limits,
    });
    // What is verified is what a reader will read: JSON knows no undefined.
    const manifest = JSON.parse(JSON.stringify(described)) as Manifest;
    await finish(partial, manifest, key, options);
    const folder = `${to}/${id}`;
    await rename(toOsPath(partial), toOsPath(folder));
    await syncFolder(to);
    return { folder, manifest, bytes: bytesOf(manifest), seconds: (Date.now() - began) / 1000, problems: read.problems };
  } catch (error) {
    await removePartial(partial).catch((unremoved: unknown) => progress.note(`${partial} cannot be removed: ${unremoved instanceof Error ? unremoved.message : String(unremoved)}`));
    signal.throwIfAborted();
    throw folderFailure(error, to);
  } finally {
    await (allBack ? journal?.close() : journal?.leave());
  }
}

/**
 * What a backup that was killed had stopped runs again first. Where a restore or destroy was, the data is neither the old nor
 * the new. @throws Failure `not-restored` then.
 */
async function endInterrupted({ project }: Subject, engine: Engine, { signal, onProgress }: CreateOptions): Promise<void> {
  const id = await engine.id(signal);
  for (const found of (await interrupted()).filter((each) => each.engine === id && each.project === project)) {
    if (found.operation !== 'backup') throw new Failure('not-restored', `a ${found.operation} of ${project} was interrupted: before a backup it has to be finished or put back`);
    const tell = (step: string): void => onProgress?.({ step, done: 0 });
    tell('Tidying up after a backup that was interrupted');
    const journal = await adoptJournal(found);
    const [problem] = await tidyBackup(engine, found.steps as readonly BackupStep[], tell);
    if (problem !== undefined) tell(problem);
    await journal.close();
  }
}

/** Verifies what was written and writes the manifest, last of all. */
async function finish(partial: FilePath, manifest: Manifest, key: Key | undefined, { signal, onProgress }: CreateOptions): Promise<void> {
  const damage = await findDamage(partial, manifest, { key, signal, onProgress });
  const [first] = damage;
  if (first !== undefined) throw new Failure('backup-damaged', `what was written is not what was read: ${first}`);
  await writeVerified(partial, { at: new Date().toISOString(), ok: true, problems: [] });
  await syncTree(partial);
  await writePrivate(`${partial}/${manifestName}`, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** A folder that is made here is left out by Git: what lies in it is data, and secrets. */
async function makeFolder(to: FilePath): Promise<void> {
  try {
    const made = await mkdir(toOsPath(to), { recursive: true, mode: 0o700 });
    if (made !== undefined) await writePrivate(`${to}/.gitignore`, '# Backups hold data and secrets\n*\n');
  } catch (error) {
    throw folderFailure(error, to);
  }
}

/** What the system says of a folder that cannot be used; what is a defect stays one. */
function folderFailure(error: unknown, to: FilePath): unknown {
  const told = diskFailure(error, to);
  if (told instanceof Failure || !(told instanceof Error && 'syscall' in told)) return told;
  return new Failure('command-failed', `no backup can be made in ${to}: ${told.message}`, { cause: error });
}

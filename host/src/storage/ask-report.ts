// Puts together what the storage report of an environment is made of: the engine's volumes, the folders on this disk, the
// backups, and where other projects' files are.

import { backupPolicy, backupsFolder } from '#core/backup/policy.ts';
import type { Project } from '#core/compose/model.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { dataFoldersOf } from '#core/storage/data-folders.ts';
import { storageReport, type MeasuredFolder, type StorageKnowledge, type StorageReport } from '#core/storage/report.ts';
import { listBackups } from '#host/backup/list.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { findHomes } from '#host/storage/find-homes.ts';
import { measureFolder } from '#host/storage/measure-folder.ts';
import { sumsOf } from '#host/storage/same-content.ts';

/** An environment, all of its folder, and what reads their files. */
export interface StorageSubject {
  readonly project: Project;
  readonly beside: readonly Project[];
  readonly files: FileSystem;
  readonly parsed: ParsedFiles;
}

/**
 * What the engine, the disk and the backups say of the storage of a folder's environments.
 * @throws Failure as every question to the engine does, and the signal's reason when cancelled.
 */
export async function askKnowledge({ project, files, parsed }: StorageSubject, engine: Engine, options: { readonly sizes: boolean; readonly signal?: AbortSignal | undefined }): Promise<StorageKnowledge> {
  const [facts, { backups }] = await Promise.all([
    askStorage(engine, options),
    backupsFolderOf(project, files, parsed).then((folder) => listBackups(folder)),
  ]);
  const homes = await findHomes(project.directory, facts, { files, parsed, backups });
  options.signal?.throwIfAborted();
  return { facts, homes, backups };
}

/** The report, and what it was made of. */
export async function askReport(subject: StorageSubject, engine: Engine, signal?: AbortSignal): Promise<{ readonly report: StorageReport; readonly knowledge: StorageKnowledge }> {
  const { project, beside } = subject;
  const knowledge = await askKnowledge(subject, engine, { sizes: true, signal });
  const folders = dataFoldersOf(project);
  const measured = await Promise.all(folders.map(({ path }) => measure(path, engine, signal)));
  return { knowledge, report: storageReport(project, beside, folders, measured, knowledge) };
}

/** On this disk where the engine is here too; through the engine where it is not, and for what this user may not read. */
async function measure(path: FilePath, engine: Engine, signal: AbortSignal | undefined): Promise<MeasuredFolder> {
  if ((await engine.endpoint()).connection.kind === 'unix') {
    const measured = await measureFolder(path, signal);
    if (!measured.exists || measured.bytes !== undefined) return measured;
  }
  try {
    return { path, exists: true, bytes: (await sumsOf(engine, { kind: 'folder', path }, signal)).contentBytes };
  } catch (error) {
    // The engine makes no helper for a folder that it does not have.
    if (!(error instanceof Failure)) throw error;
    signal?.throwIfAborted();
    return { path, exists: false, bytes: undefined };
  }
}

/** Where the backups of a project lie. */
export async function backupsFolderOf({ environment, directory }: Project, files: FileSystem, parsed: ParsedFiles): Promise<FilePath> {
  return backupsFolder(await backupPolicy(environment, files, parsed, neverCancelled), directory);
}

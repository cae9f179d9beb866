// Puts together what the storage report of an environment is made of: the engine's volumes, the folders on this disk, the
// backups, and where other projects' files are.

import { backupPolicy, backupsFolder } from '#core/backup/policy.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { dataFoldersOf } from '#core/storage/data-folders.ts';
import { storageReport, type StorageKnowledge, type StorageReport } from '#core/storage/report.ts';
import { listBackups } from '#host/backup/list.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { findHomes } from '#host/storage/find-homes.ts';
import { measureFolder } from '#host/storage/measure-folder.ts';

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
  // Folders of another machine are not on this disk.
  const isHere = (await engine.endpoint()).connection.kind === 'unix';
  const measured = isHere ? await Promise.all(folders.map(({ path }) => measureFolder(path, signal))) : folders.map(({ path }) => ({ path, exists: true, bytes: undefined }));
  return { knowledge, report: storageReport(project, beside, folders, measured, knowledge) };
}

/** Where the backups of a project lie. */
export async function backupsFolderOf({ environment, directory }: Project, files: FileSystem, parsed: ParsedFiles): Promise<FilePath> {
  return backupsFolder(await backupPolicy(environment, files, parsed, neverCancelled), directory);
}

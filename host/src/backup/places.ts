// Where the backups of a folder's environments lie, and what their teams wish of them. It needs no engine.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { usualKeep, type Keep } from '#core/backup/keep.ts';
import { backupPolicy, backupsFolder } from '#core/backup/policy.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { isBackupName } from '#core/backup/backup-name.ts';
import { readKeyFile, type Key } from '#host/backup/encryption.ts';
import { listBackups, readBackup, type Backups, type ListedBackup } from '#host/backup/list.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

export interface BackupPlace {
  readonly folder: FilePath;
  readonly keep: Keep;
  /** Reads the key that a team names; undefined where it names none. */
  key(): Promise<Key | undefined>;
}

/** The folders, each once; `backups` in the directory where no file says of a project. */
export async function backupPlaces(directory: FilePath, options: { readonly environment?: string | undefined; readonly to?: FilePath | undefined } = {}): Promise<readonly BackupPlace[]> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const environments = (await discoverEnvironments(directory, files, parsed, neverCancelled)).filter(({ name }) => options.environment === undefined || name === options.environment);
  const places = new Map<FilePath, BackupPlace>();
  for (const environment of environments) {
    const policy = await backupPolicy(environment, files, parsed, neverCancelled);
    const folder = options.to ?? backupsFolder(policy, environment.directory);
    const from = policy.from ?? environment.directory;
    if (!places.has(folder)) places.set(folder, { folder, keep: policy.keep, key: async () => (policy.keyFile === undefined ? undefined : readKeyFile(policy.keyFile, from)) });
  }
  if (places.size === 0) {
    const folder = options.to ?? toFilePath(path.join(toOsPath(directory), 'backups'));
    places.set(folder, { folder, keep: usualKeep, key: async () => undefined });
  }
  return [...places.values()];
}

/** All that lies in some places. */
export async function listPlaces(places: readonly BackupPlace[]): Promise<Backups> {
  const all = await Promise.all(places.map(({ folder }) => listBackups(folder)));
  return { backups: all.flatMap(({ backups }) => backups), broken: all.flatMap(({ broken }) => broken) };
}

/**
 * The backup that a person names: by its id, by the path of its folder, or `latest` for the newest that is no safety copy.
 * @throws Failure `backup-damaged` where the folder is no backup, `command-failed` where there is none of that name.
 */
export async function findBackup(said: string, from: FilePath, places: readonly BackupPlace[]): Promise<ListedBackup> {
  if (said === 'latest') {
    const [newest] = (await listPlaces(places)).backups.filter(({ manifest }) => manifest.purpose === 'backup').toSorted((a, b) => Date.parse(b.manifest.createdAt) - Date.parse(a.manifest.createdAt));
    if (newest === undefined) throw new Failure('command-failed', `there is no backup in ${places.map(({ folder }) => folder).join(', ')}`);
    return newest;
  }
  const candidates = [...(isBackupName(said) ? places.map(({ folder }) => `${folder}/${said}`) : []), toFilePath(path.resolve(toOsPath(from), said))];
  for (const folder of candidates) {
    if (!await isFolder(folder)) continue;
    const read = await readBackup(folder);
    if ('why' in read) throw new Failure('backup-damaged', `${said} is no backup: ${read.why}`);
    return read;
  }
  throw new Failure('command-failed', `there is no backup ${said} (composure backup list shows those there are)`);
}

async function isFolder(folder: FilePath): Promise<boolean> {
  try {
    return (await stat(toOsPath(folder))).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

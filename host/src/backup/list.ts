// The backups that lie in a folder. A folder without a manifest that can be read is no backup.

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isBackupName } from '#core/backup/backup-name.ts';
import { manifestName, type Manifest } from '#core/backup/manifest.ts';
import { readManifest } from '#core/backup/read-manifest.ts';
import { readVerified, verifiedName, type Verified } from '#core/backup/verified.ts';
import type { FilePath } from '#core/outside.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';

/** A backup as it lies on the disk. */
export interface ListedBackup {
  readonly folder: FilePath;
  readonly manifest: Manifest;
  /** What its files take together, by the manifest. */
  readonly bytes: number;
  /** How the last verification ended; undefined where none is written down. */
  readonly verified: Verified | undefined;
}

export interface Backups {
  /** The newest first: by their numbers, so that a clock that was set back changes nothing. */
  readonly backups: readonly ListedBackup[];
  /** Folders that look like backups and are none, and why. */
  readonly broken: readonly { readonly folder: FilePath; readonly why: string }[];
}

/** A manifest says what a backup is made of, not what is in it: more than this is none. */
const manifestLimit = 64 * 1024 * 1024;

/** The backups of a project in a folder, or of all projects; none where there is no such folder. */
export async function listBackups(folder: FilePath, project?: string): Promise<Backups> {
  const names = await foldersIn(folder);
  const read = await Promise.all(names.map((name) => readBackup(toFilePath(path.join(toOsPath(folder), name)))));
  const backups = read.flatMap((each) => ('manifest' in each && (project === undefined || each.manifest.project === project) ? [each] : []));
  return { backups: backups.toSorted(newestFirst), broken: read.flatMap((each) => ('why' in each ? [each] : [])) };
}

/** One backup, or why the folder is none. */
export async function readBackup(folder: FilePath): Promise<ListedBackup | { readonly folder: FilePath; readonly why: string }> {
  const at = (name: string): string => path.join(toOsPath(folder), name);
  const text = await textOf(at(manifestName));
  if (text === undefined) return { folder, why: `it has no ${manifestName}` };
  const read = readManifest(text);
  if (!('manifest' in read)) return { folder, why: `its ${manifestName} cannot be followed: ${read.problems[0]}` };
  const { manifest } = read;
  return { folder, manifest, bytes: bytesOf(manifest), verified: readVerified(await textOf(at(verifiedName))) };
}

/** The names in a folder, in small letters: no two of them may differ by those alone. */
export async function takenNames(folder: FilePath): Promise<ReadonlySet<string>> {
  try {
    return new Set((await readdir(toOsPath(folder))).map((name) => name.toLowerCase()));
  } catch (error) {
    if (isMissing(error)) return new Set();
    throw error;
  }
}

/** The number of a project's next backup in a folder. */
export async function nextNumber(folder: FilePath, project: string): Promise<number> {
  const { backups } = await listBackups(folder, project);
  return 1 + Math.max(0, ...backups.map(({ manifest }) => manifest.sequence));
}

function newestFirst({ manifest: a }: ListedBackup, { manifest: b }: ListedBackup): number {
  if (a.project !== b.project) return a.project < b.project ? -1 : 1;
  return b.sequence - a.sequence || (a.id < b.id ? 1 : -1);
}

/** What the files of a backup take together, by its manifest. */
export function bytesOf({ volumes, binds, files, dumps, images }: Manifest): number {
  const sizes = [...volumes, ...binds].map(({ archive }) => archive.bytes);
  return [...sizes, ...[...files, ...dumps, ...images].map(({ bytes }) => bytes)].reduce((sum, bytes) => sum + bytes, 0);
}

async function foldersIn(folder: FilePath): Promise<readonly string[]> {
  try {
    const entries = await readdir(toOsPath(folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && isBackupName(entry.name)).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Undefined where there is none. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > manifestLimit) return '';
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

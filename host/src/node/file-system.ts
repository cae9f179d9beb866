// Answers core's FileSystem port with the disk. It knows Node and nothing of Compose, Docker or editors.

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { EntryKind, FilePath, FileSystem } from '#core/outside.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';

/** Bytes. Nobody writes a compose file, an env file or a Dockerfile that is longer. */
const largestText = 10 * 1024 * 1024;

/** Bytes at the start of a file in which a NUL marks it as no text, as Git and grep judge. */
const probed = 8 * 1024;

/**
 * The disk as core sees it. Links are followed, so a link that leads nowhere does not exist.
 *
 * - `readText`: UTF-8, without its byte order mark (editors count offsets without it); undefined for what is missing,
 *   unreadable, no regular file (a pipe would block), larger than 10 MiB, or has a NUL byte in its first 8 KiB.
 * - `stat`: undefined where nothing stands; `unknown` where something stands or may stand that cannot be looked at.
 * - `list`: undefined for what is no readable folder; links that lead nowhere are left out.
 * - `size`: undefined for what is no regular file.
 * - `realPath`: undefined where a part of the path does not exist or may not be looked at.
 */
export function nodeFileSystem(): FileSystem {
  return { readText, stat: kindAt, list, realPath, size: sizeAt };
}

async function readText(filePath: FilePath): Promise<string | undefined> {
  const osPath = toOsPath(filePath);
  try {
    const stats = await stat(osPath);
    if (!stats.isFile() || stats.size > largestText) return undefined;
    const bytes = await readFile(osPath);
    if (bytes.length > largestText || bytes.subarray(0, probed).includes(0)) return undefined;
    return new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  } catch (error) {
    expectDiskError(error);
    return undefined;
  }
}

async function sizeAt(filePath: FilePath): Promise<number | undefined> {
  try {
    const stats = await stat(toOsPath(filePath));
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    expectDiskError(error);
    return undefined;
  }
}

async function kindAt(filePath: FilePath): Promise<EntryKind | undefined> {
  try {
    return kindOf(await stat(toOsPath(filePath)));
  } catch (error) {
    return leadsNowhere(expectDiskError(error)) ? undefined : 'unknown';
  }
}

async function list(filePath: FilePath): Promise<ReadonlyMap<string, EntryKind> | undefined> {
  const osPath = toOsPath(filePath);
  try {
    const entries = await readdir(osPath, { withFileTypes: true });
    const kinds = await Promise.all(entries.map(async (entry): Promise<readonly [string, EntryKind | undefined]> => {
      if (entry.isFile()) return [entry.name, 'file'];
      if (entry.isDirectory()) return [entry.name, 'directory'];
      return [entry.name, await kindAt(path.join(osPath, entry.name))];
    }));
    return new Map(kinds.filter((pair): pair is readonly [string, EntryKind] => pair[1] !== undefined));
  } catch (error) {
    expectDiskError(error);
    return undefined;
  }
}

async function realPath(filePath: FilePath): Promise<FilePath | undefined> {
  try {
    return toFilePath(await realpath(toOsPath(filePath)));
  } catch (error) {
    expectDiskError(error);
    return undefined;
  }
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}

/** The code of an error that a disk may answer with; anything else is a defect and thrown on. */
function expectDiskError(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** A loop of links and a path that no file can have (too long, a NUL in it) lead nowhere, as a missing part does. */
function leadsNowhere(code: string): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code);
}

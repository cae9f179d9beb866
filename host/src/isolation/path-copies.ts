// Measures and copies what a copy of a project would write to, into a folder that nobody else can enter.

import { cp, lstat, mkdir, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import type { Measured } from '#core/isolation/copied-mounts.ts';
import { copyLimit } from '#core/isolation/copied-mounts.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** What stands at a path, and how much it is if that is not more than a copy may hold. */
export async function measure(source: FilePath, signal?: AbortSignal): Promise<Measured> {
  const kind = await nodeFileSystem().stat(source);
  if (kind !== 'file' && kind !== 'directory') return { kind, bytes: undefined };
  const left = { bytes: copyLimit.bytes, entries: copyLimit.entries };
  const fits = await isWithin(toOsPath(source), left, signal);
  return { kind, bytes: fits ? copyLimit.bytes - left.bytes : undefined };
}

/** Copies a file or folder, links as links, and leaves out what is neither. @throws the signal's reason when cancelled. */
export async function copyPath(source: FilePath, into: FilePath, signal?: AbortSignal): Promise<FilePath> {
  const target = path.join(toOsPath(into), path.basename(toOsPath(source)));
  await mkdir(toOsPath(into), { recursive: true, mode: 0o700 });
  await cp(toOsPath(source), target, {
    recursive: true, verbatimSymlinks: true, preserveTimestamps: true,
    filter: async (from) => {
      signal?.throwIfAborted();
      const stats = await lstat(from);
      return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
    },
  });
  return toFilePath(target);
}

async function isWithin(entry: string, left: { bytes: number; entries: number }, signal: AbortSignal | undefined): Promise<boolean> {
  signal?.throwIfAborted();
  try {
    const stats = await lstat(entry);
    left.entries -= 1;
    left.bytes -= stats.isFile() ? stats.size : 0;
    if (left.entries < 0 || left.bytes < 0) return false;
    if (!stats.isDirectory()) return true;
    for await (const child of await opendir(entry)) {
      if (!await isWithin(path.join(entry, child.name), left, signal)) return false;
    }
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    // What may not be read, or is gone by now, cannot be copied either.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

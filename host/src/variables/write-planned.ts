// Writes what was planned and shown: each file wholly or not at all, and only where it still says what was read. Env files
// come before what is made of them, so that what a kill leaves behind is brought in line by the next `env generate`.

import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import type { PlannedFile } from '#core/variables/plan.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { syncFolder } from '#host/backup/sync.ts';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Writes the files that differ; `root` is the folder that none of them may lead out of by a link.
 * @throws Failure `command-failed` where a file has changed meanwhile, leads elsewhere or cannot be written; it is then as it was.
 */
export async function writePlanned(files: readonly PlannedFile[], root: FilePath): Promise<void> {
  for (const file of files) {
    try {
      await writeOne(file, root);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new Failure('command-failed', `${file.path} cannot be written: ${error.message}`, { cause: error });
    }
  }
}

async function writeOne({ path: filePath, before, after, isPrivate }: PlannedFile, root: FilePath): Promise<void> {
  const named = toOsPath(filePath);
  if (before === after) {
    // What others could read until now they no longer can.
    if (isPrivate) await tighten(named);
    return;
  }
  const target = await targetOf(named, root);
  await mkdir(path.dirname(target), { recursive: true, mode: isPrivate ? 0o700 : 0o777 });
  const now = await bytesOf(target);
  const mark = now?.subarray(0, 3).equals(byteOrderMark) === true ? byteOrderMark : Buffer.alloc(0);
  if (before === undefined ? now !== undefined : now?.equals(Buffer.concat([mark, Buffer.from(before)])) !== true) {
    throw new Failure('command-failed', `${filePath} was not written: what is on the disk is not what was read`);
  }
  const mode = isPrivate ? 0o600 : now === undefined ? 0o644 : (await stat(target)).mode;
  await removeLeft(target);
  const partial = path.join(path.dirname(target), `${partialOf(target)}${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(partial, 'wx', mode);
    try {
      await file.writeFile(Buffer.concat([mark, Buffer.from(after)]));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, target);
    await syncFolder(path.dirname(target));
  } finally {
    await rm(partial, { force: true });
  }
}

function partialOf(target: string): string {
  return `.${path.basename(target)}.composure-`;
}

/** What a kill has left holds secrets, and no line of a `.gitignore` keeps it out. */
async function removeLeft(target: string): Promise<void> {
  const folder = path.dirname(target);
  for (const name of await readdir(folder)) if (name.startsWith(partialOf(target))) await rm(path.join(folder, name), { force: true });
}

/** Where a link leads, within the root alone. */
async function targetOf(named: string, root: FilePath): Promise<string> {
  const link = await lstat(named).catch(missing);
  const folder = await realFolder(path.dirname(named));
  const target = link === undefined ? path.join(folder, path.basename(named)) : await realpath(named).catch(missing);
  if (target === undefined) throw new Failure('command-failed', `${named} is a link that leads nowhere: nothing is written through it`);
  const home = await realpath(toOsPath(root));
  // An env file may be named elsewhere on purpose; a link must not lead there by surprise.
  if (isBelow(toOsPath(root), named) && !isBelow(home, target)) throw new Failure('command-failed', `${named} leads to ${target}, outside of ${home}: nothing is written through it`);
  return target;
}

/** The real path of a folder of which the end may not be there yet. */
async function realFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(missing);
  return real ?? (path.dirname(folder) === folder ? folder : path.join(await realFolder(path.dirname(folder)), path.basename(folder)));
}

function isBelow(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function bytesOf(target: string): Promise<Buffer | undefined> {
  return readFile(target).catch(missing);
}

async function tighten(named: string): Promise<void> {
  const { mode } = await stat(named);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(named, 0o600);
}

function missing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

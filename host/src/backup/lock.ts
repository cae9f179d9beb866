// Keeps two Composures from backing up, restoring or destroying one project at the same time: two windows, or a window and a
// terminal. The lock is a file of the user's state folder; one whose process is dead counts for nothing.

import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { isAlive, ownStart } from '#host/backup/process-identity.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { stateFolder } from '#host/node/state-folder.ts';

export interface LockSubject {
  /** The engine's own id. */
  readonly engine: string;
  readonly project: string;
  /** What is done, as a message says it: `a backup`, `a restore`. */
  readonly operation: string;
}

export interface Lock {
  /** Gives it up. A second call does nothing. */
  release(): Promise<void>;
}

interface Holder extends LockSubject {
  readonly nonce: string;
  readonly host: string;
  readonly pid: number;
  readonly start: string | undefined;
  readonly since: string;
}

/**
 * Takes the lock of a project on an engine.
 * @throws Failure `locked` that says who holds it: also this very process.
 */
export async function lockProject(subject: LockSubject, folder: FilePath = stateFolder()): Promise<Lock> {
  const locks = path.join(toOsPath(folder), 'locks');
  await mkdir(locks, { recursive: true, mode: 0o700 });
  const file = path.join(locks, `${subject.project.replace(/[^a-z0-9_-]/gi, '_')}-${createHash('sha256').update(`${subject.engine}\0${subject.project}`).digest('hex').slice(0, 12)}.json`);
  const nonce = randomBytes(8).toString('hex');
  const holder: Holder = { ...subject, nonce, host: hostname(), pid: process.pid, start: await ownStart(), since: new Date().toISOString() };
  const draft = `${file}.${nonce}`;
  await writeFile(draft, JSON.stringify(holder), { flag: 'wx', mode: 0o600, flush: true });
  try {
    for (let tries = 0; ; tries++) {
      // A link is made wholly or not at all, and fails where there is one: nobody reads half a lock.
      if (await links(draft, file)) break;
      const other = await read(file);
      if (other !== undefined && (tries > 20 || await holds(other))) throw new Failure('locked', heldBy(other));
      if (other !== undefined) await takeAway(file, other);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    async release() {
      if ((await read(file))?.nonce === nonce) await rm(file, { force: true });
    },
  };
}

/** A process of another machine, which shares the folder, cannot be asked: it holds what it has. */
async function holds({ host, pid, start }: Holder): Promise<boolean> {
  return host !== hostname() || isAlive({ pid, start });
}

function heldBy({ operation, project, pid, host, since }: Holder): string {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return `${project} is in use: ${operation} runs in ${pid === process.pid && host === hostname() ? 'this window' : where} since ${since.slice(0, 19).replace('T', ' ')} UTC`;
}

/** Moves it first: what was moved is looked at, so that a lock which somebody has taken meanwhile comes back. */
async function takeAway(file: string, stale: Holder): Promise<void> {
  const moved = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(file, moved);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await read(moved))?.nonce !== stale.nonce) await links(moved, file);
  await rm(moved, { force: true });
}

async function links(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

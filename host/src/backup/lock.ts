// Keeps two Composures from backing up, restoring or destroying one project at the same time: two windows, or a window and a
// terminal. A lock is a file of the user's state folder; one whose process is dead counts for nothing.

import { createHash, randomBytes, randomInt } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { diskFailure } from '#host/archive/write-file.ts';
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

/** How often somebody tries where others try at the same moment. */
const triesAtMost = 100;

/**
 * Takes the lock of a project on an engine. Each who wants it lays down a file of his own, and has it if he sees nobody else's
 * then: of two that want it at once, the later one sees the other. Nobody removes a file of somebody who lives.
 * @throws Failure `locked` that says who holds it: also this very process.
 */
export async function lockProject(subject: LockSubject, folder: FilePath = stateFolder()): Promise<Lock> {
  const locks = path.join(toOsPath(folder), 'locks');
  await mkdir(locks, { recursive: true, mode: 0o700 }).catch((error: unknown) => { throw diskFailure(error, locks); });
  const key = keyOf(subject);
  const nonce = randomBytes(8).toString('hex');
  const [wish, held] = [path.join(locks, `${key}.${nonce}${wishEnd}`), path.join(locks, `${key}.${nonce}${heldEnd}`)];
  const holder: Holder = { ...subject, nonce, host: hostname(), pid: process.pid, start: await ownStart(), since: new Date().toISOString() };
  const release = async (): Promise<void> => {
    await rm(held, { force: true });
    await rm(wish, { force: true });
  };
  for (let tries = 0; ; tries++) {
    const draft = path.join(locks, `.${nonce}`);
    await writeFile(draft, JSON.stringify(holder), { mode: 0o600, flush: true }).catch(async (error: unknown) => {
      await rm(draft, { force: true });
      throw diskFailure(error, locks);
    });
    await rename(draft, wish);
    const others = await living(locks, key, nonce);
    if (others.length === 0) break;
    await release();
    const settled = others.find(({ isHeld }) => isHeld) ?? (tries < triesAtMost ? undefined : others[0]);
    if (settled !== undefined) throw new Failure('locked', heldBy(settled.holder));
    // Others want it as well: one who waits a little longer than they do sees whether one of them has it.
    await delay(randomInt(1, 30));
  }
  await link(wish, held);
  return { release };
}

/** Whether somebody has the lock of a project now: a process that lives, this one too. */
export async function isHeld(subject: Pick<LockSubject, 'engine' | 'project'>, folder: FilePath = stateFolder()): Promise<boolean> {
  try {
    return (await living(path.join(toOsPath(folder), 'locks'), keyOf(subject), '')).some((each) => each.isHeld);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function keyOf({ engine, project }: Pick<LockSubject, 'engine' | 'project'>): string {
  return `${project.replace(/[^a-z0-9_-]/gi, '_')}-${createHash('sha256').update(`${engine}\0${project}`).digest('hex').slice(0, 12)}`;
}

const wishEnd = '.wish.json';
const heldEnd = '.held.json';

/** The others that live, and whether they have it or want it. What the dead have left is removed. */
async function living(locks: string, key: string, own: string): Promise<readonly { readonly holder: Holder; readonly isHeld: boolean }[]> {
  const names = await readdir(locks);
  for (const name of names.filter((each) => each.startsWith('.') && each !== `.${own}`)) await removeDraft(path.join(locks, name));
  const found = [];
  for (const name of names.filter((each) => each.startsWith(`${key}.`) && each.endsWith(wishEnd) && !each.startsWith(`${key}.${own}.`))) {
    const holder = await read(path.join(locks, name));
    if (holder === undefined) continue;
    const heldName = name.replace(wishEnd, heldEnd);
    if (await holds(holder)) {
      found.push({ holder, isHeld: (await read(path.join(locks, heldName))) !== undefined });
    } else {
      for (const each of [heldName, name]) await rm(path.join(locks, each), { force: true });
    }
  }
  return found;
}

/** Milliseconds that no draft takes to be written. */
const longDraft = 60_000;

/** Removes the draft of a process that was killed before its wish had a name. */
async function removeDraft(file: string): Promise<void> {
  const [holder, written] = await Promise.all([read(file).catch(() => undefined), stat(file).catch(() => undefined)]);
  const isLeft = holder === undefined ? written !== undefined && Date.now() - written.mtimeMs > longDraft : !await holds(holder);
  if (isLeft) await rm(file, { force: true });
}

/** A process of another machine, which shares the folder, cannot be asked: it holds what it has. */
async function holds({ host, pid, start }: Holder): Promise<boolean> {
  return host !== hostname() || isAlive({ pid, start });
}

function heldBy({ operation, project, pid, host, since }: Holder): string {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return `${project} is in use: ${operation} runs in ${pid === process.pid && host === hostname() ? 'this window' : where} since ${since.slice(0, 19).replace('T', ' ')} UTC`;
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

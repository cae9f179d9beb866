// Writes down what an operation is about to do, each step on the disk before it is done: whoever comes after a kill or a loss of
// power can go on or put back. One file for an operation, one line for a step.

import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { diskFailure } from '#host/archive/write-file.ts';
import { isAlive, ownStart } from '#host/backup/process-identity.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { stateFolder } from '#host/node/state-folder.ts';

/** What an operation is about. */
export interface OperationSubject {
  readonly operation: 'backup' | 'restore' | 'destroy' | 'move' | 'copy';
  /** The engine's own id. */
  readonly engine: string;
  /** Where the engine listens, for people. */
  readonly address: string;
  readonly project: string;
  readonly directory: FilePath;
  readonly environment: string;
}

/** A step: its name, and what is needed to go on or back from there. Plain data. */
export interface JournalStep {
  readonly step: string;
}

/** An operation that was begun and not ended. */
export interface JournaledOperation<Step extends JournalStep = JournalStep> extends OperationSubject {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly steps: readonly Step[];
}

export interface Journal<Step extends JournalStep = JournalStep> {
  readonly id: string;
  /** Appends a step; when it resolves the step is on the disk. Call it before the step is done. */
  write(step: Step): Promise<void>;
  /** The operation is over, whole or put back: nothing is left to be done. Removes the file. */
  close(): Promise<void>;
  /** Leaves it for somebody to go on from, also while this process runs on. */
  leave(): Promise<void>;
}

interface Owner {
  readonly owner: { readonly host: string; readonly pid: number; readonly start: string | undefined };
}

/** Begins a journal: its first line is on the disk when this resolves. */
export async function beginJournal<Step extends JournalStep>(subject: OperationSubject, folder: FilePath = stateFolder()): Promise<Journal<Step>> {
  const operations = operationsFolder(folder);
  await mkdir(operations, { recursive: true, mode: 0o700 }).catch((error: unknown) => { throw diskFailure(error, operations); });
  const startedAt = new Date().toISOString();
  const id = `${startedAt.replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const file = path.join(operations, `${id}.jsonl`);
  const handle = await open(file, 'ax', 0o600).catch((error: unknown) => { throw diskFailure(error, file); });
  try {
    await append(handle, file, { ...subject, id, startedAt, ...await ownership() });
  } catch (error) {
    await handle.close();
    await rm(file);
    throw error;
  }
  await syncFolder(operations);
  return journalOf(id, file, handle);
}

/**
 * Goes on with the journal of a dead process, which becomes this process's own. Hold the project's lock: two may want it.
 */
export async function adoptJournal<Step extends JournalStep>({ id }: Pick<JournaledOperation, 'id'>, folder: FilePath = stateFolder()): Promise<Journal<Step>> {
  const file = path.join(operationsFolder(folder), `${id}.jsonl`);
  await rename(leftName(file), file).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  const handle = await open(file, 'a', 0o600);
  // What a kill has cut off has no line break; the next line must not be lost to it.
  const { size } = await handle.stat();
  try {
    if (size > 0 && !(await readFile(file)).subarray(-1).equals(Buffer.from('\n'))) await handle.appendFile('\n');
    await append(handle, file, await ownership());
  } catch (error) {
    await handle.close();
    await rename(file, leftName(file));
    throw diskFailure(error, file);
  }
  return journalOf(id, file, handle);
}

/** The operations that nobody works on any more, the oldest first. Those of another machine are not told: it may work. */
export async function interrupted(folder: FilePath = stateFolder()): Promise<readonly JournaledOperation[]> {
  const operations = operationsFolder(folder);
  const names = await readdir(operations).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found: JournaledOperation[] = [];
  for (const name of names.filter((one) => one.endsWith('.jsonl')).toSorted()) {
    const read = await readOperation(path.join(operations, name));
    if (read === undefined || read.owner.host !== hostname() || !name.endsWith(leftEnd) && await isAlive(read.owner)) continue;
    found.push(read.operation);
  }
  return found;
}

async function readOperation(file: string): Promise<(Owner & { readonly operation: JournaledOperation }) | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const lines = text.split('\n').flatMap((line) => parsed(line));
  const [head, ...rest] = lines as unknown as readonly [OperationSubject & Owner & { readonly id: string; readonly startedAt: string }, ...(Owner | JournalStep)[]];
  // Without its first line nothing had been done yet.
  if (head === undefined || head.id === undefined) return undefined;
  const { owner, ...subject } = head;
  const owners = rest.filter((line): line is Owner => 'owner' in line);
  return { owner: owners.at(-1)?.owner ?? owner, operation: { ...subject, steps: rest.filter((line): line is JournalStep => 'step' in line) } };
}

/** A line that a kill has cut off is none. */
function parsed(line: string): readonly object[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function journalOf<Step extends JournalStep>(id: string, file: string, handle: FileHandle): Journal<Step> {
  return {
    id,
    write: (step) => append(handle, file, step),
    async close() {
      await handle.close();
      await rm(file, { force: true });
      await syncFolder(path.dirname(file));
    },
    async leave() {
      try {
        await append(handle, file, { owner: { host: hostname(), pid: 0, start: undefined } } satisfies Owner);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // A name needs no room.
        await rename(file, leftName(file));
      } finally {
        await handle.close();
      }
    },
  };
}

/** @throws Failure `disk-full` where there is no room; what was there is there then, and no more. */
async function append(handle: FileHandle, file: string, line: object): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.appendFile(`${JSON.stringify(line)}\n`);
    await handle.sync();
  } catch (error) {
    await handle.truncate(size);
    throw diskFailure(error, file);
  }
}

/** How the journal is called that its process has left where there was no room to say so. */
const leftEnd = '.left.jsonl';

function leftName(file: string): string {
  return file.replace(/\.jsonl$/, leftEnd);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function ownership(): Promise<Owner> {
  return { owner: { host: hostname(), pid: process.pid, start: await ownStart() } };
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot be asked for that.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function operationsFolder(folder: FilePath): string {
  return path.join(toOsPath(folder), 'operations');
}

// Tells of operations that were interrupted, and what can be done about each. It needs no engine and changes nothing.

import path from 'node:path';
import { partialPrefix } from '#core/backup/backup-name.ts';
import { owedHooks, type BackupStep } from '#core/backup/backup-steps.ts';
import type { RestoreStep } from '#core/backup/restore-steps.ts';
import { restoreOptions, restoreStateText, stateOfRestore } from '#core/backup/restore-steps.ts';
import type { FilePath } from '#core/outside.ts';
import { copyChoices, copyStateText, stateOfCopy, type CopyStep } from '#core/storage/copy-journal.ts';
import { destroyChoices, destroyStateText, stateOfDestroy, type DestroyStep } from '#core/storage/destroy-journal.ts';
import { moveChoices, moveStateText, stateOfMove, type MoveStep } from '#core/storage/move-journal.ts';
import { listed } from '#core/words/listed.ts';
import type { JournaledOperation } from '#host/backup/journal.ts';
import { interrupted } from '#host/backup/journal.ts';
import { readBackup } from '#host/backup/list.ts';

/** `resume`: to the end that was meant. `put-back`: to what was before. */
export type Choice = 'resume' | 'put-back';

/** An operation that somebody should look after, as a person is told of it. */
export interface InterruptedOperation {
  readonly id: string;
  readonly operation: JournaledOperation['operation'];
  readonly project: string;
  readonly environment: string;
  readonly directory: FilePath;
  readonly engine: string;
  readonly address: string;
  readonly startedAt: string;
  /** Where it was interrupted, in a sentence. */
  readonly step: string;
  readonly options: readonly Choice[];
}

/** What was interrupted, the oldest first, without what another one has taken the place of. It needs no engine. */
export async function listInterrupted(stateFolder?: FilePath): Promise<readonly InterruptedOperation[]> {
  return Promise.all(leading(await interrupted(stateFolder)).map(told));
}

/** Those that no other one has taken the place of. */
export function leading(operations: readonly JournaledOperation[]): readonly JournaledOperation[] {
  const superseded = new Set(operations.flatMap(({ operation, steps }) => (operation === 'restore' ? stateOfRestore(steps as readonly RestoreStep[])?.supersedes ?? [] : [])));
  return operations.filter(({ id }) => !superseded.has(id));
}

/** The backup that had its name already when it was interrupted: it is whole. */
export async function finishedBackup({ steps }: Pick<JournaledOperation, 'steps'>): Promise<string | undefined> {
  const folder = (steps as readonly BackupStep[]).findLast((each) => each.step === 'folder')?.folder;
  if (folder === undefined) return undefined;
  const id = path.posix.basename(folder).slice(partialPrefix.length);
  const read = await readBackup(`${path.posix.dirname(folder)}/${id}`);
  return 'manifest' in read && read.manifest.id === id ? id : undefined;
}

/** One, as a person is told of it. */
export async function told(journaled: JournaledOperation): Promise<InterruptedOperation> {
  const { id, operation, project, environment, directory, engine, address, startedAt, steps } = journaled;
  const base = { id, operation, project, environment, directory, engine, address, startedAt };
  if (operation === 'backup') {
    const whole = await finishedBackup(journaled);
    if (whole !== undefined) return { ...base, step: `${whole} is whole and verified, and nothing is left to be done`, options: ['resume'] };
    const owed = [...new Set(owedHooks(steps as readonly BackupStep[]).map(({ service }) => service))];
    const after = owed.length === 0 ? '' : `, and what follows the backup of ${listed(owed)} has not run`;
    return { ...base, step: `containers may be stopped, and a half-made folder lies about${after}`, options: ['put-back'] };
  }
  if (operation === 'destroy') {
    const state = stateOfDestroy(steps as readonly DestroyStep[]);
    return { ...base, step: destroyStateText(state), options: state === undefined ? ['put-back'] : destroyChoices(state) };
  }
  if (operation === 'move') {
    const state = stateOfMove(steps as readonly MoveStep[]);
    return { ...base, step: moveStateText(state), options: state === undefined ? ['put-back'] : moveChoices(state) };
  }
  if (operation === 'copy') {
    const state = stateOfCopy(steps as readonly CopyStep[]);
    return { ...base, step: copyStateText(state), options: state === undefined ? ['put-back'] : copyChoices(state) };
  }
  const state = stateOfRestore(steps as readonly RestoreStep[]);
  return { ...base, step: restoreStateText(state), options: state === undefined ? ['put-back'] : restoreOptions(state) };
}

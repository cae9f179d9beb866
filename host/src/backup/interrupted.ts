// Tells of operations that were interrupted, and what can be done about each. It needs no engine and changes nothing.

import type { RestoreStep } from '#core/backup/restore-steps.ts';
import { restoreOptions, restoreStateText, stateOfRestore } from '#core/backup/restore-steps.ts';
import type { FilePath } from '#core/outside.ts';
import { destroyChoices, destroyStateText, stateOfDestroy, type DestroyStep } from '#core/storage/destroy-journal.ts';
import type { JournaledOperation } from '#host/backup/journal.ts';
import { interrupted } from '#host/backup/journal.ts';

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

/** What was interrupted, the oldest first. It needs no engine. */
export async function listInterrupted(stateFolder?: FilePath): Promise<readonly InterruptedOperation[]> {
  return (await interrupted(stateFolder)).map(told);
}

/** One, as a person is told of it. */
export function told(journaled: JournaledOperation): InterruptedOperation {
  const { id, operation, project, environment, directory, engine, address, startedAt, steps } = journaled;
  const base = { id, operation, project, environment, directory, engine, address, startedAt };
  if (operation === 'backup') return { ...base, step: 'containers may be stopped, and a half-made folder lies about', options: ['put-back'] };
  if (operation === 'destroy') {
    const state = stateOfDestroy(steps as readonly DestroyStep[]);
    return { ...base, step: destroyStateText(state), options: state === undefined ? ['put-back'] : destroyChoices(state) };
  }
  const state = stateOfRestore(steps as readonly RestoreStep[]);
  return { ...base, step: restoreStateText(state), options: state === undefined ? ['put-back'] : restoreOptions(state) };
}

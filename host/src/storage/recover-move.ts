// Finishes a move of data that was killed, or takes it back.

import type { Project } from '#core/compose/model.ts';
import { Failure } from '#core/failure.ts';
import { stateOfMove, type MoveStep } from '#core/storage/move-journal.ts';
import { adoptJournal, type JournaledOperation } from '#host/backup/journal.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { movingOf, moveOn, type MoveOptions } from '#host/storage/move-data.ts';
import { takeBack } from '#host/storage/move-steps.ts';
import type { FilePath } from '#core/outside.ts';

export interface RecoveredMove {
  /** What came of it, in a sentence. */
  readonly text: string;
  readonly problems: readonly string[];
}

/** The caller holds the lock. @throws Failure where it fails again; the journal stays then. */
export async function recoverMove(found: JournaledOperation, choice: 'resume' | 'put-back', project: Project | undefined, machinery: Machinery, stateFolder: FilePath | undefined, options: MoveOptions): Promise<RecoveredMove> {
  const state = stateOfMove(found.steps as readonly MoveStep[]);
  const journal = await adoptJournal<MoveStep>(found, stateFolder);
  if (state === undefined) {
    await journal.close();
    return { text: 'nothing had been done', problems: [] };
  }
  const { service, copy } = state.plan;
  const moving = movingOf(state, machinery.engine, journal, options);
  try {
    await sweepHelpers(machinery.engine);
    if (choice === 'put-back') {
      const problems = await takeBack(state, moving);
      await journal.close();
      return { text: `${service} keeps its data where it was`, problems };
    }
    if (project === undefined) throw new Failure('command-failed', `the files of ${found.project} are not where they were: ${service} cannot be started with ${copy.to}`);
    const { outcome } = await moveOn(state, project, machinery, moving, options.up);
    return { text: `${copy.to} holds the data of ${service}`, problems: outcome.ok ? [] : [`${service} did not start with it: ${outcome.failure.message}`] };
  } catch (error) {
    await journal.leave();
    throw error;
  }
}

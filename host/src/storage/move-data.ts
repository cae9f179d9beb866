// Moves the data of a service into a volume with a name: stops who writes, copies and compares, changes the files, and starts
// the service with them. Each step is on the disk before it is done. Until the service is started everything can go back to
// what it was; the volume that the data came from stays in any case.

import { planHold } from '#core/backup/hold.ts';
import { usualPolicy } from '#core/backup/policy.ts';
import type { Progress } from '#core/backup/progress.ts';
import { subjectOf } from '#core/backup/subject.ts';
import type { Project } from '#core/compose/model.ts';
import { placeOf } from '#core/environments/place.ts';
import { planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import type { MoveState, MoveStep } from '#core/storage/move-journal.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { beginJournal, type Journal } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';
import { runPlan, type Machinery, type PlanOutcome, type RunPlanOptions } from '#host/compose/run-plan.ts';
import type { Engine } from '#host/engine/engine.ts';
import type { PlannedMove } from '#host/storage/ask-move-plan.ts';
import { changeFiles, copyData, takeBack, writeStep, type Moving } from '#host/storage/move-steps.ts';

export interface MoveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called when each step is written down, before it is done. */
  readonly onStep?: ((step: MoveStep) => void) | undefined;
  /** How the service is started in the end. */
  readonly up?: RunPlanOptions | undefined;
}

export interface Moved {
  /** How the service has started. Its data is in the new volume also where it has not. */
  readonly outcome: PlanOutcome;
  /** What was copied; undefined where that was done before an interruption. */
  readonly entries: number | undefined;
  readonly bytes: number | undefined;
}

/**
 * Does what the plan says.
 * @throws Failure where it fails, or is cancelled, before the service is started: all is as it was then, or the journal stays.
 */
export async function moveData({ plan, texts }: PlannedMove, project: Project, machinery: Machinery, options: MoveOptions = {}): Promise<Moved> {
  const { engine } = machinery;
  const { signal, onProgress } = options;
  const id = await engine.id(signal);
  const lock = await lockProject({ engine: id, project: project.name, operation: 'a move of data' });
  try {
    const { containers } = await askBackupFacts(subjectOf(project), machinery, usualPolicy, { only: { volumes: [], binds: [] }, signal });
    const writers = containers.filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && (source === plan.copy.from || source === plan.copy.to)));
    const { hold } = planHold(writers, new Map(writers.map(({ service }) => [service, 'stop'])));
    const { address } = await engine.endpoint();
    const journal = await beginJournal<MoveStep>({ operation: 'move', engine: id, address, project: project.name, directory: project.directory, environment: project.environment.name });
    const state: MoveState = { plan, texts, hold, last: 'stop', isTouched: false, isCopied: false };
    const moving = movingOf(state, engine, journal, options);
    await writeStep(moving, { step: 'stop', plan, texts, hold });
    try {
      return await moveOn(state, project, machinery, moving, options.up);
    } catch (error) {
      if (moving.progressed.last === 'start') {
        await journal.leave();
        throw error;
      }
      try {
        for (const note of await takeBack(state, moving)) onProgress?.({ step: 'Starting again what ran', done: 0, note });
        await journal.close();
      } catch (stuck) {
        await journal.leave();
        if (!(stuck instanceof Failure)) throw stuck;
        onProgress?.({ step: 'Starting again what ran', done: 0, note: `not all could be taken back: ${stuck.message}` });
      }
      throw error;
    }
  } finally {
    await lock.release();
  }
}

/** What goes on from a state, in a journal that this process has. */
export function movingOf({ last, isTouched, isCopied, texts }: MoveState, engine: Engine, journal: Journal<MoveStep>, { signal, onProgress, onStep }: MoveOptions): Moving {
  const isChanged = last === 'change' || last === 'put-back';
  return {
    engine, journal, signal, progressed: { last, isTouched, isCopied, changed: new Set(isChanged ? texts : []) },
    tell: (progress) => onProgress?.(progress),
    onStep: (step) => onStep?.(step),
  };
}

/** Goes on from a state to the end, and closes the journal. The caller holds the lock. @throws Failure; the journal stays then. */
export async function moveOn(state: MoveState, project: Project, machinery: Machinery, moving: Moving, up: RunPlanOptions | undefined): Promise<Moved> {
  const { journal, signal, tell } = moving;
  const isStarting = state.last === 'start';
  const sums = isStarting ? undefined : await copyData(state, moving);
  if (!isStarting) {
    signal?.throwIfAborted();
    await changeFiles(state, moving);
    await writeStep(moving, { step: 'start' });
  }
  // The old containers must not run any more: what they write would lie in the old volume.
  tell({ step: `Starting ${state.plan.service}`, done: 0 });
  const outcome = await runPlan(planUp(placeOf(project), [state.plan.service]), machinery, { ...up, signal });
  await journal.close();
  return { outcome, entries: sums?.entries, bytes: sums?.contentBytes };
}

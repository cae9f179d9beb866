// Brings an environment, or one service, back to a state that is remembered. Nothing is stopped before it is known that all
// images are there.

import { Failure } from '#core/failure.ts';
import type { Place } from '#core/environments/plan.ts';
import { printResolvedProject } from '#core/environments/resolved-project.ts';
import type { FilePath } from '#core/outside.ts';
import type { Rollback } from '#core/rollback/plan-rollback.ts';
import { isDone, isOther, planRollback, rollbackSteps } from '#core/rollback/plan-rollback.ts';
import type { RememberedFile, WorkingState } from '#core/rollback/working-state.ts';
import { containerHashes } from '#host/compose/container-hashes.ts';
import type { Machinery, PlanOutcome, RunPlanOptions } from '#host/compose/run-plan.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { writePrivate } from '#host/node/write-private.ts';
import { imageIds, imagesOf, pin } from '#host/rollback/images.ts';
import { WorkingStates } from '#host/rollback/working-states.ts';

export interface RollbackQuestion {
  readonly place: Place;
  /** One service; all of the environment if left out. */
  readonly service?: string | undefined;
  /** A state's id; the newest that is not what runs now if left out. */
  readonly state?: string | undefined;
  readonly folder?: FilePath | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The states of an environment, the newest first. */
export async function statesOf({ environment, project }: Place, { engine }: Pick<Machinery, 'engine'>, folder?: FilePath, signal?: AbortSignal): Promise<readonly WorkingState[]> {
  const states = await new WorkingStates(await engine.id(signal), project, folder).list();
  return states.filter((state) => state.environment.name === environment.name && state.environment.directory === environment.directory);
}

/** What a rollback would do; undefined where there is no state to go back to. */
export async function prepareRollback(question: RollbackQuestion, machinery: Machinery): Promise<Rollback | undefined> {
  const { place, service, signal } = question;
  const { cli, engine } = machinery;
  const [states, running] = await Promise.all([statesOf(place, machinery, question.folder, signal), imagesOf(engine, place.project, signal)]);
  for (const state of states) {
    if (question.state !== undefined && state.id !== question.state) continue;
    const hashes = await containerHashes(place.environment, state.resolved, running, cli, signal);
    if (question.state === undefined && !isOther({ state, running, hashes }, service)) continue;
    const images = await imageIds(engine, [...new Set(state.services.flatMap(({ imageId, pinned }) => [imageId, pinned]))], signal);
    return planRollback({ state, running, hashes, images, changedFiles: await changedFiles(state) }, service);
  }
  return undefined;
}

/**
 * Carries a rollback out.
 * @throws Failure `command-failed` where an image is gone; nothing was touched then.
 */
export async function rollBack(rollback: Rollback, machinery: Machinery, options: RunPlanOptions & Pick<RollbackQuestion, 'folder' | 'service'> = {}): Promise<PlanOutcome> {
  const { state, missing, unpinned, document } = rollback;
  const { engine } = machinery;
  if (missing.length > 0) throw new Failure('command-failed', `the images of ${missing.map(({ name }) => name).join(', ')} are gone: nothing was changed`);
  if (isDone(rollback)) return { ok: true };
  const states = new WorkingStates(await engine.id(options.signal), state.project, options.folder);
  await pin(engine, unpinned, options.signal);
  await writePrivate(states.documentOf(state), printResolvedProject(document));
  return runPlan(rollbackSteps(rollback, states.documentOf(state), options.service), machinery, options);
}

/** The remembered files whose text is another one now. */
async function changedFiles({ files }: WorkingState): Promise<readonly RememberedFile[]> {
  const disk = nodeFileSystem();
  const now = await Promise.all(files.map(async (file) => await disk.readText(file.path) !== file.text));
  return files.filter((_, index) => now[index]);
}

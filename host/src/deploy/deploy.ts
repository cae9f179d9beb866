// Deploys changes: tests them in a copy, then updates what runs. What ran before is remembered first, so that there is a state
// to go back to; whether to go back is the caller's to ask.

import type { Place, Plan } from '#core/environments/plan.ts';
import type { FilePath } from '#core/outside.ts';
import type { Rollback } from '#core/rollback/plan-rollback.ts';
import type { Machinery, PlanOutcome } from '#host/compose/run-plan.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import type { TestOptions, TestResult } from '#host/isolation/test-changes.ts';
import { testChanges } from '#host/isolation/test-changes.ts';
import { removeImages } from '#host/isolation/take-away.ts';
import type { Remembered } from '#host/rollback/remember.ts';
import { remember } from '#host/rollback/remember.ts';
import { prepareRollback } from '#host/rollback/roll-back.ts';

export interface DeployOptions<Verdict> extends TestOptions<Verdict> {
  /** What updates the environment once its copy has passed; with the images built anew. */
  readonly update: Plan;
  readonly passes: (verdict: Verdict) => boolean;
  /** Called when the copy has passed, and the environment itself is about to be changed. */
  readonly onUpdate?: () => void;
  /** The folder for working states; the user's own if left out. */
  readonly folder?: FilePath | undefined;
}

/** How far it came: a test that did not pass has changed nothing. */
export type Deployment<Verdict> =
  | { readonly stage: 'test'; readonly test: TestResult<Verdict> }
  | { readonly stage: 'deployed'; readonly test: TestResult<Verdict>; readonly outcome: Extract<PlanOutcome, { ok: true }>; readonly remembered: Remembered }
  /** `rollback`: what would bring back what worked; undefined where nothing is remembered, or the plan went back by itself. */
  | { readonly stage: 'update'; readonly test: TestResult<Verdict>; readonly outcome: Extract<PlanOutcome, { ok: false }>; readonly rollback: Rollback | undefined };

/**
 * Tests and updates.
 * @throws Failure as `testChanges` does, and the signal's reason when cancelled: during the update some of it may have been made.
 */
export async function deploy<Verdict>(place: Place, machinery: Machinery, options: DeployOptions<Verdict>): Promise<Deployment<Verdict>> {
  const { signal, folder } = options;
  // Where only what images are built from was edited, what runs is still what the files say.
  await remember(place, machinery, { signal, folder });
  const test = await testChanges(place, machinery, { ...options, keepImages: true });
  try {
    if (!test.outcome.ok || test.verdict === undefined || !options.passes(test.verdict)) return { stage: 'test', test };
    options.onUpdate?.();
    const outcome = await runPlan(options.update, machinery, options);
    if (outcome.ok) return { stage: 'deployed', test, outcome, remembered: await remember(place, machinery, { signal, folder }) };
    const rollback = outcome.back === undefined ? await prepareRollback({ place, folder, signal }, machinery) : undefined;
    return { stage: 'update', test, outcome, rollback };
  } finally {
    await removeImages(machinery.engine, test.images);
  }
}

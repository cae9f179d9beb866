// Carries out a plan of Compose calls, one step after the other, and says which step failed. What the steps are is core's.

import { Failure } from '#core/failure.ts';
import type { Plan, PlanStep } from '#core/environments/plan.ts';
import type { ComposeCli } from '#host/compose/cli.ts';

export interface RunPlanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once with no line when a step begins, then with each line that Compose reports in it. */
  readonly onProgress?: ((step: PlanStep, line: string | undefined) => void) | undefined;
  /** Milliseconds for each step; endless if left out. */
  readonly timeLimit?: number | undefined;
}

/** How a plan ended: with all of its steps done, or at the step that failed. Those after it were not begun. */
export type PlanOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly step: PlanStep; readonly failure: Failure };

/**
 * Runs the steps in order and stops at the first that fails.
 * @throws the signal's reason when cancelled.
 */
export async function runPlan(plan: Plan, cli: ComposeCli, options: RunPlanOptions = {}): Promise<PlanOutcome> {
  const { signal, onProgress, timeLimit } = options;
  for (const step of plan.steps) {
    signal?.throwIfAborted();
    onProgress?.(step, undefined);
    try {
      await cli.run(step.call, { signal, timeLimit, onLine: (line) => onProgress?.(step, line) });
    } catch (error) {
      if (error instanceof Failure) return { ok: false, step, failure: error };
      throw error;
    }
  }
  return { ok: true };
}

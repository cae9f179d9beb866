// Carries out a plan of Compose calls, one step after the other, waits where a step has something to wait for, and goes back
// where the plan says how. What the steps are is core's.

import { Failure } from '#core/failure.ts';
import type { Plan, PlanStep } from '#core/environments/plan.ts';
import type { Judgement, ServiceVerdict } from '#core/environments/waiting.ts';
import { verdictText } from '#core/environments/waiting.ts';
import type { ComposeCli } from '#host/compose/cli.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askLastWords } from '#host/engine/last-words.ts';
import { waitForServices } from '#host/engine/wait.ts';

export interface RunPlanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once with no line when a step begins, then with each line that Compose reports in it. */
  readonly onProgress?: ((step: PlanStep, line: string | undefined) => void) | undefined;
  /** Called while a step waits, with how its services stand. */
  readonly onJudgement?: ((step: PlanStep, judgement: Judgement) => void) | undefined;
  /** Called when a step has failed, before the plan that brings back what ran begins. */
  readonly onBack?: ((back: Plan, failed: FailedPlan) => void) | undefined;
  /** Milliseconds for each step; endless if left out. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds that each container may take to be ready, in place of what its health check tells. */
  readonly waitLimit?: number | undefined;
}

/** How a plan ended: with all of its steps done, or at the step that failed. Those after it were not begun. */
export type PlanOutcome = DonePlan | FailedPlan;

export interface DonePlan {
  readonly ok: true;
  /** How the services of the last step that waited stood at its end. */
  readonly judgement?: Judgement | undefined;
}

export interface FailedPlan {
  readonly ok: false;
  readonly step: PlanStep;
  readonly failure: Failure;
  readonly judgement?: Judgement | undefined;
  /** The first service that failed, where it is known. */
  readonly failed?: ServiceVerdict | undefined;
  /** What its container wrote last, before anything else was done to it. */
  readonly lastWords?: readonly string[] | undefined;
  /** How it ended to go back, where that was tried. */
  readonly back?: PlanOutcome | undefined;
}

/** What a plan is run with; the same engine behind both. */
export interface Machinery {
  readonly cli: ComposeCli;
  readonly engine: Engine;
}

/**
 * Runs the steps in order and stops at the first that fails; then runs what brings back what ran before, if anything does.
 * @throws the signal's reason when cancelled.
 */
export async function runPlan(plan: Plan, machinery: Machinery, options: RunPlanOptions = {}): Promise<PlanOutcome> {
  let judgement: Judgement | undefined;
  for (const step of plan.steps) {
    options.signal?.throwIfAborted();
    options.onProgress?.(step, undefined);
    const ended = await runStep(step, machinery, options);
    if (ended.ok) {
      judgement = ended.judgement ?? judgement;
      continue;
    }
    const container = ended.failed?.container;
    const outcome: FailedPlan = container === undefined ? ended : { ...ended, lastWords: await askLastWords(machinery.engine, container.id, options.signal) };
    // What is only prepared has changed nothing that ran.
    if (plan.back === undefined || step.action === 'create' || step.action === 'build') return outcome;
    options.signal?.throwIfAborted();
    options.onBack?.(plan.back, outcome);
    return { ...outcome, back: await runPlan(plan.back, machinery, options) };
  }
  return { ok: true, judgement };
}

async function runStep(step: PlanStep, { cli, engine }: Machinery, options: RunPlanOptions): Promise<PlanOutcome> {
  const { signal, onProgress, onJudgement, timeLimit, waitLimit } = options;
  const { awaits } = step;
  const onLine = (line: string): void => onProgress?.(step, line);
  if (awaits === undefined) {
    const failure = await failureOf(cli.run(step.call, { signal, timeLimit, onLine }));
    return failure === undefined ? { ok: true } : { ok: false, step, failure };
  }
  const wait = waitForServices(engine, { ...awaits, limit: waitLimit, signal, onChange: (judgement) => onJudgement?.(step, judgement) });
  const giveUp = new AbortController();
  const composing = failureOf(cli.run(step.call, { signal: signal === undefined ? giveUp.signal : AbortSignal.any([signal, giveUp.signal]), timeLimit, onLine }));
  try {
    // Compose waits for what others depend on without a limit of its own.
    const first = await Promise.race([composing.then((failure) => ({ failure, judgement: undefined })), wait.ended.then((judgement) => ({ failure: undefined, judgement }))]);
    if (first.judgement !== undefined) return ended(step, first.judgement);
    if (first.failure !== undefined) return await explained(step, first.failure, () => wait.look());
    wait.created();
    return ended(step, await wait.ended);
  } finally {
    wait.dispose();
    // Nothing of Compose is left behind, whatever ended this.
    giveUp.abort(new Failure('not-ready', 'nobody waits for it any more'));
    await Promise.allSettled([composing]);
  }
}

function ended(step: PlanStep, judgement: Judgement): PlanOutcome {
  const { failed } = judgement;
  if (failed === undefined) return { ok: true, judgement };
  return { ok: false, step, judgement, failed, failure: new Failure('not-ready', verdictText(failed)) };
}

/** A failure that Compose says of one container is told by what the engine says of it. */
async function explained(step: PlanStep, failure: Failure, look: () => Promise<Judgement>): Promise<PlanOutcome> {
  const judgement = failure.kind === 'command-failed' ? await look().catch(onlyFailures) : undefined;
  const failed = judgement?.services.find(({ state, service, container }) => (
    state === 'failed' && failure.lastLines.some((line) => line.includes(`"${service}"`) || (container !== undefined && line.includes(container.name)))
  ));
  if (judgement === undefined || failed === undefined || failed.cause === 'held-up') return { ok: false, step, failure, judgement };
  const { lastLines, exitCode } = failure;
  return { ok: false, step, judgement, failed, failure: new Failure('not-ready', verdictText(failed), { lastLines, cause: failure, ...(exitCode !== undefined && { exitCode }) }) };
}

async function failureOf(work: Promise<void>): Promise<Failure | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function onlyFailures(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error;
}

// Moves the data of a service into a volume with a name: stops who writes, copies and compares, changes the files, and starts
// the service with them. Until the files are changed everything goes back to what it was where something fails; the volume
// that the data came from stays in any case.

import { planHold } from '#core/backup/hold.ts';
import { usualPolicy } from '#core/backup/policy.ts';
import type { Progress } from '#core/backup/progress.ts';
import { subjectOf } from '#core/backup/subject.ts';
import type { Project } from '#core/compose/model.ts';
import { placeOf } from '#core/environments/place.ts';
import { planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import type { TarSums } from '#host/archive/read-tar.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { lockProject } from '#host/backup/lock.ts';
import { bringBack, holdStill } from '#host/backup/quiesce.ts';
import { runPlan, type Machinery, type PlanOutcome, type RunPlanOptions } from '#host/compose/run-plan.ts';
import { replaceText } from '#host/node/replace-text.ts';
import type { PlannedMove } from '#host/storage/ask-move-plan.ts';
import { copyVolume } from '#host/storage/copy-volume.ts';

export interface MoveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** How the service is started in the end. */
  readonly up?: RunPlanOptions | undefined;
}

export interface Moved {
  /** How the service has started. Its data is in the new volume also where it has not. */
  readonly outcome: PlanOutcome;
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Does what the plan says.
 * @throws Failure where it fails, or is cancelled, before the files are changed: what ran runs again, as it was.
 */
export async function moveData({ plan, texts }: PlannedMove, project: Project, machinery: Machinery, { signal, onProgress, up }: MoveOptions = {}): Promise<Moved> {
  const { engine } = machinery;
  const lock = await lockProject({ engine: await engine.id(signal), project: project.name, operation: 'a move of data' });
  try {
    const { containers } = await askBackupFacts(subjectOf(project), machinery, usualPolicy, { only: { volumes: [], binds: [] }, signal });
    const writers = containers.filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && (source === plan.copy.from || source === plan.copy.to)));
    const { hold } = planHold(writers, new Map(writers.map(({ service }) => [service, 'stop'])));
    const step = `Stopping ${plan.service}`;
    if (hold.length > 0) onProgress?.({ step, done: 0 });
    const sums = await moved().catch(async (error: unknown) => {
      for (const note of await bringBack(engine, hold)) onProgress?.({ step: 'Starting again what ran', done: 0, note });
      throw error;
    });
    // The old containers must not run any more: what they write would lie in the old volume.
    onProgress?.({ step: `Starting ${plan.service}`, done: 0 });
    return { outcome: await runPlan(planUp(placeOf(project), [plan.service]), machinery, { ...up, signal }), entries: sums.entries, bytes: sums.contentBytes };

    async function moved(): Promise<TarSums> {
      for (const note of await holdStill(engine, hold, () => undefined, signal)) onProgress?.({ step, done: 0, note });
      const copied = await copyVolume(engine, plan.copy, { signal, onProgress });
      try {
        await writeTexts(texts);
      } catch (error) {
        if (plan.copy.make !== undefined) await engine.ask((docker) => docker.getVolume(plan.copy.to).remove());
        throw error;
      }
      return copied;
    }
  } finally {
    await lock.release();
  }
}

/** All of them or none: those written before one that fails are written back. */
async function writeTexts(texts: PlannedMove['texts']): Promise<void> {
  const written: (typeof texts)[number][] = [];
  try {
    for (const text of texts) {
      if (await replaceText(text.path, text.before, text.after) === 'changed') throw new Failure('command-failed', `${text.path} was changed meanwhile: nothing was moved`);
      written.push(text);
    }
  } catch (error) {
    for (const { path, before, after } of written) await replaceText(path, after, before);
    throw error;
  }
}

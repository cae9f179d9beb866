// Finishes a destruction that was killed, or takes it back. What is still there is backed up again where the backup does not
// hold it as it is now: hours may have passed, and somebody may have worked with it.

import { planHold } from '#core/backup/hold.ts';
import { usualPolicy } from '#core/backup/policy.ts';
import type { Subject } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { halfMade, stateOfDestroy, type DestroyState, type DestroyStep } from '#core/storage/destroy-journal.ts';
import { savedVolumes, type DestroyPlan } from '#core/storage/plan-destroy.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { adoptJournal, interrupted, type JournaledOperation } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';
import { readBackup } from '#host/backup/list.ts';
import { bringBack, holdStill } from '#host/backup/quiesce.ts';
import { removePartial } from '#host/backup/tidy.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { askVolume } from '#host/storage/ask-storage.ts';
import { finishDestroying, runAgain, saved, type Destroyed, type DestroyOptions, type Standing } from '#host/storage/destroy.ts';
import { hasContent } from '#host/storage/same-content.ts';

/** What an interrupted destruction has come to; undefined where nothing was done. */
export function interruptedDestroy({ steps }: JournaledOperation): DestroyState | undefined {
  return stateOfDestroy(steps as unknown as readonly DestroyStep[]);
}

/**
 * Finishes it.
 * @throws Failure where the engine is another one, or it cannot be finished. The journal stays where something is gone; else what
 *   ran runs again.
 */
export async function resumeDestroy(operation: JournaledOperation, machinery: Machinery, options: DestroyOptions = {}): Promise<Destroyed> {
  return adopted(operation, machinery, async ({ plan, hold, gone }, journal) => {
    const { engine } = machinery;
    const subject: Subject = { project: plan.project, environment: plan.environment, directory: plan.directory, loaded: undefined };
    const { containers } = await askBackupFacts(subject, machinery, usualPolicy, { only: { volumes: [], binds: [] }, signal: options.signal });
    // Whoever was started since is stopped as well.
    const since = planHold(containers, new Map(containers.map(({ service }) => [service, 'stop']))).hold.filter(({ id }) => hold.every((held) => held.id !== id));
    const all = [...since, ...hold.filter(({ id }) => containers.some((each) => each.id === id))];
    const backup = await savedAgain(plan, gone?.backup, subject, { hold: all, containers, journal }, machinery, options).catch(async (error: unknown) => {
      await runAgain(engine, all, options);
      if (gone === undefined) await journal.close();
      throw error;
    });
    if (backup !== undefined && gone?.backup !== undefined) options.onProgress?.({ step: 'Finishing', done: 0, note: `what went before is in ${gone.backup}` });
    return finishDestroying(plan, backup ?? gone?.backup, journal, machinery, options);
  });
}

/**
 * Backs up what is still there and not as the backup has it: somebody may have worked with it since the kill. Undefined where
 * the backup holds all of it.
 */
async function savedAgain(plan: DestroyPlan, folder: FilePath | undefined, subject: Subject, standing: Standing, machinery: Machinery, options: DestroyOptions): Promise<FilePath | undefined> {
  const { engine } = machinery;
  await holdStill(engine, standing.hold, () => undefined, options.signal);
  const listed = folder === undefined ? undefined : await readBackup(folder);
  const known = listed !== undefined && 'manifest' in listed ? listed.manifest.volumes : [];
  const missing: string[] = [];
  for (const name of savedVolumes(plan)) {
    if (await askVolume(engine, name, options.signal) === undefined) continue;
    const digest = known.find((volume) => volume.name === name)?.archive.tarSha256;
    if (digest === undefined || !await hasContent(engine, name, digest, options.signal)) missing.push(name);
  }
  return saved(plan.project, missing, subject, standing, machinery, options);
}

/**
 * Takes back a destruction that has removed nothing yet: what ran runs again. Answers with what could not be brought back.
 * @throws Failure where something is gone: then the backup has to be restored.
 */
export async function cancelDestroy(operation: JournaledOperation, machinery: Machinery, onStep?: (step: string) => void): Promise<readonly string[]> {
  return adopted(operation, machinery, async ({ hold, gone, plan }, journal) => {
    if (gone !== undefined) throw new Failure('not-restored', `containers of ${plan.project} are gone already: its backup has to be restored`);
    const problems = await bringBack(machinery.engine, hold, onStep);
    await journal.close();
    return problems;
  });
}

type OwnJournal = Awaited<ReturnType<typeof adoptJournal<DestroyStep>>>;

async function adopted<T>(operation: JournaledOperation, { engine }: Machinery, work: (state: DestroyState, journal: OwnJournal) => Promise<T>): Promise<T> {
  if (await engine.id() !== operation.engine) throw new Failure('engine-unreachable', `this is another engine than the one at ${operation.address}, on which ${operation.project} was being destroyed`);
  const lock = await lockProject({ engine: operation.engine, project: operation.project, operation: 'a destruction' });
  try {
    // Somebody may have finished it since it was told.
    const now = (await interrupted()).find(({ id }) => id === operation.id);
    if (now === undefined) throw new Failure('command-failed', `the destruction of ${operation.project} is over: there is nothing to finish`);
    const journal = await adoptJournal<DestroyStep>(now);
    const state = interruptedDestroy(now);
    if (state === undefined) {
      await journal.close();
      throw new Failure('command-failed', `the destruction of ${operation.project} had not begun: there is nothing to finish`);
    }
    await sweepHelpers(engine);
    for (const folder of halfMade(now.steps as unknown as readonly DestroyStep[])) await removePartial(folder);
    return await work(state, journal).catch(async (error: unknown) => {
      await journal.leave();
      throw error;
    });
  } finally {
    await lock.release();
  }
}

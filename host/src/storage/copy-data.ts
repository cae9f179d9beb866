// Fills an empty volume with what another one holds, for a project whose data lies in a volume of an earlier name. What is about to
// be done is on the disk before it is done: after a kill somebody can go on or back.

import type { Subject } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { stateOfCopy, type CopyStep } from '#core/storage/copy-journal.ts';
import { isUp } from '#core/storage/facts.ts';
import type { CopyPlan } from '#core/storage/plan-copy.ts';
import type { TarSums } from '#host/archive/read-tar.ts';
import { adoptJournal, beginJournal, type Journal, type JournaledOperation } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';
import { sweepHelpers, withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askVolume } from '#host/storage/ask-storage.ts';
import { foreignEntry, holdSame } from '#host/storage/compare-volumes.ts';
import { copyVolume, keepsFiles, notEmpty, type CopyOptions } from '#host/storage/copy-volume.ts';
import { removeVolume } from '#host/storage/remove-volumes.ts';

/**
 * Does what the plan says.
 * @throws Failure where it fails or is cancelled: the target is as it was then, or the journal stays.
 */
export async function copyData(plan: CopyPlan, { project, directory, environment }: Pick<Subject, 'project' | 'directory' | 'environment'>, engine: Engine, options: CopyOptions = {}): Promise<TarSums> {
  const { signal } = options;
  const id = await engine.id(signal);
  const lock = await lockProject({ engine: id, project, operation: 'a copy' });
  try {
    // What is there already is nobody's half copy, and must not be taken for one later.
    if (!await isUntouched(engine, plan, signal)) throw notEmpty(plan.to);
    const { address } = await engine.endpoint();
    const journal = await beginJournal<CopyStep>({ operation: 'copy', engine: id, address, project, directory, environment });
    await journal.write({ step: 'copy', plan });
    try {
      const sums = await copyVolume(engine, plan, options);
      await journal.close();
      return sums;
    } catch (error) {
      await (await isBack(engine, plan) ? journal.close() : journal.leave());
      throw error;
    }
  } finally {
    await lock.release();
  }
}

export interface RecoveredCopy {
  /** What came of it, in a sentence. */
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Copies once more what an interrupted copy has left in part, or takes it away; what somebody wrote there since stays. The caller
 * holds the lock.
 * @throws Failure where it fails again; the journal stays then.
 */
export async function recoverCopy(found: JournaledOperation, choice: 'resume' | 'put-back', engine: Engine, stateFolder: FilePath | undefined, options: CopyOptions): Promise<RecoveredCopy> {
  const state = stateOfCopy(found.steps as readonly CopyStep[]);
  const journal = await adoptJournal<CopyStep>(found, stateFolder);
  try {
    const recovered = state === undefined ? { text: 'nothing had been done', notes: [] }
      : choice === 'resume' ? await goOn(state.plan, engine, options) : await takeBack(state.plan, engine, journal);
    await journal.close();
    return recovered;
  } catch (error) {
    await journal.leave();
    throw error;
  }
}

async function goOn(plan: CopyPlan, engine: Engine, options: CopyOptions): Promise<RecoveredCopy> {
  const { from, to } = plan;
  const { signal } = options;
  await sweepHelpers(engine);
  for (const name of [from, to]) {
    const user = (await askVolume(engine, name, signal))?.users.find(isUp);
    if (user !== undefined) throw new Failure('volume-in-use', `${user.container} uses ${name}: stop it first`);
  }
  const done = { text: `${to} holds what ${from} does`, notes: [] };
  if (await askVolume(engine, to, signal) !== undefined) {
    options.onProgress?.({ step: `Comparing ${to} with ${from}`, done: 0 });
    if (await holdSame(engine, from, to, signal)) return done;
    const foreign = await foreignEntry(engine, from, to, signal);
    if (foreign !== undefined) throw new Failure('command-failed', `${to} was written to since (${foreign}): what is there would be lost if it were copied again`);
    await clear(plan, engine);
  }
  await copyVolume(engine, plan, options);
  return done;
}

async function takeBack(plan: CopyPlan, engine: Engine, journal: Journal<CopyStep>): Promise<RecoveredCopy> {
  const { from, to, make } = plan;
  await journal.write({ step: 'put-back' });
  await sweepHelpers(engine);
  const target = await askVolume(engine, to);
  const user = target?.users.find((each) => make !== undefined || isUp(each));
  const stays = (why: string): RecoveredCopy => ({ text: `${from} is as it was`, notes: [`${to} stays as it is: ${why}`] });
  if (user !== undefined) return stays(`${user.container} has it mounted`);
  if (target !== undefined) {
    // Without the source, what is in the copy may be all there is.
    if (await askVolume(engine, from) === undefined) return stays(`${from} is gone`);
    const foreign = await foreignEntry(engine, from, to);
    if (foreign !== undefined) return stays(`it was written to since (${foreign})`);
    await clear(plan, engine);
  }
  return { text: `${to} is ${make === undefined ? 'empty' : 'gone'} again, and ${from} is as it was`, notes: [] };
}

/** A volume that was made goes as a whole. */
async function clear({ to, make }: CopyPlan, engine: Engine): Promise<void> {
  if (make === undefined || keepsFiles(make)) {
    await withHelper(engine, { kind: 'volume', name: to }, async (helper) => {
      if (!await helper.isEmpty()) await helper.empty([]);
    });
  }
  const why = make === undefined ? undefined : await removeVolume(engine, to);
  if (why !== undefined) throw new Failure('volume-in-use', `${to} cannot be removed: ${why}`);
}

async function isUntouched(engine: Engine, { to, make }: CopyPlan, signal?: AbortSignal): Promise<boolean> {
  const target = await askVolume(engine, to, signal);
  if (target === undefined || make !== undefined) return target === undefined;
  return withHelper(engine, { kind: 'volume', name: to }, (helper) => helper.isEmpty(signal), signal);
}

/** Where nobody can tell, it is not. */
async function isBack(engine: Engine, plan: CopyPlan): Promise<boolean> {
  try {
    return await isUntouched(engine, plan);
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

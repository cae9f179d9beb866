// Reads the data of a plan while nobody writes to it: commands before, dumps, then the containers are held still, and
// brought back whatever happens. Who begins to write meanwhile spoils it.

import { fidelityLimits } from '#core/backup/limits.ts';
import type { BackupStep } from '#core/backup/backup-steps.ts';
import type { BackedUpDump } from '#core/backup/manifest.ts';
import { writesTo } from '#core/backup/hold.ts';
import type { BackupPlan, PlannedHook } from '#core/backup/plan-backup.ts';
import { Failure } from '#core/failure.ts';
import type { PreparedBackup } from '#host/backup/create.ts';
import { execQuietly } from '#host/backup/exec-stream.ts';
import type { Journal } from '#host/backup/journal.ts';
import { bringBack, holdStill } from '#host/backup/quiesce.ts';
import { runAfter } from '#host/backup/run-after.ts';
import { saveData, saveDumps, type SavedData, type Saving } from '#host/backup/save-content.ts';
import { watchWriters } from '#host/backup/watch-writers.ts';

export interface ReadAtRest extends SavedData {
  readonly dumps: readonly BackedUpDump[];
  /** For the manifest. */
  readonly limits: readonly string[];
  /** What is not as it was before. */
  readonly problems: readonly string[];
}

export interface ReadOptions {
  /** The caller has stopped who writes. */
  readonly isHeld: boolean;
  readonly journal: Journal<BackupStep> | undefined;
  /** Called when one that was held still does not run again. */
  readonly onLeft: () => void;
}

/** @throws Failure where something cannot be read or was written to meanwhile, the signal's reason when cancelled; all runs again then. */
export async function readAtRest({ plan }: PreparedBackup, saving: Saving, options: ReadOptions): Promise<ReadAtRest> {
  const { engine, signal, meter } = saving;
  const limits = [...plan.warnings, ...fidelityLimits];
  const problems: string[] = [];
  const owed: PlannedHook[] = [];
  const prepare = async (after: readonly PlannedHook[]): Promise<void> => {
    if (after.length === 0) return;
    await options.journal?.write({ step: 'prepare', after });
    owed.push(...after);
  };
  const before = plan.hooks.filter(({ when }) => when === 'before');
  const after = plan.hooks.filter(({ when }) => when === 'after');
  const work = async (): Promise<SavedData & { readonly dumps: readonly BackedUpDump[] }> => {
    await prepare(after.filter(({ service }) => before.every((each) => each.service !== service)));
    for (const hook of before) {
      await prepare(after.filter((each) => each.service === hook.service && !owed.includes(each)));
      meter.step(`Preparing ${hook.service}`);
      await execQuietly(engine, hook.container, hook.command, `the command before the backup of ${hook.service}`, signal);
    }
    const dumps = await saveDumps(plan.dumps, saving);
    return { dumps, ...await heldStill(plan, saving, options, limits, problems) };
  };
  try {
    const read = await work();
    return { ...read, limits, problems };
  } finally {
    problems.push(...await runAfter(engine, owed, meter.step));
    if (owed.length > 0) await options.journal?.write({ step: 'finished' });
    for (const problem of problems) meter.note(problem);
  }
}

async function heldStill(plan: BackupPlan, saving: Saving, { isHeld, journal, onLeft }: ReadOptions, limits: string[], problems: string[]): Promise<SavedData> {
  const { engine, signal, meter, helpers } = saving;
  const saved = { volumes: plan.volumes.map(({ name }) => name), binds: plan.binds.map(({ path }) => path) };
  if (saved.volumes.length + saved.binds.length === 0) return { volumes: [], binds: [] };
  const { hold, facts: { containers, others } } = plan;
  await journal?.write({ step: 'hold', hold });
  try {
    for (const note of await holdStill(engine, hold, meter.step, signal)) {
      limits.push(note);
      meter.note(note);
    }
    // Who runs on was told of in the plan, and so were strangers.
    const running = [...containers, ...others].filter((each) => writesTo(each, saved) && hold.every(({ id }) => id !== each.id) && !isHeld);
    for (const { id } of running.filter((each) => 'running' in each ? each.running : each.state === 'running')) helpers.add(id);
    const watch = await watchWriters(engine, { hold, ...saved, known: helpers }, signal);
    try {
      const data = await saveData(plan, saving);
      const [first] = await watch.end();
      if (first !== undefined) throw new Failure('inconsistent', `${first} while its data was read: what was read may be of two different times`);
      return data;
    } finally {
      watch.dispose();
    }
  } finally {
    const still = await bringBack(engine, hold, meter.step);
    problems.push(...still);
    // Where one does not run again, recovering tries once more.
    if (still.length === 0) await journal?.write({ step: 'back' });
    else onLeft();
  }
}

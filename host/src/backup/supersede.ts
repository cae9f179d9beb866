// A restore that replaces all that an interrupted operation had touched takes its place: there is one way on then, and one back.

import type { Held } from '#core/backup/hold.ts';
import { endangered, type RestorePlan } from '#core/backup/plan-restore.ts';
import { idOf, stateOfRestore, type RestoreStep } from '#core/backup/restore-steps.ts';
import type { FilePath } from '#core/outside.ts';
import { halfMade, stateOfDestroy, type DestroyStep } from '#core/storage/destroy-journal.ts';
import { savedVolumes } from '#core/storage/plan-destroy.ts';
import { adoptJournal, interrupted, type JournaledOperation } from '#host/backup/journal.ts';
import { bringBack, inspect } from '#host/backup/quiesce.ts';
import { removePartial } from '#host/backup/tidy.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Whether a restore by that plan leaves nothing of an older operation to go on with, or to put back. */
export function isCovered(older: JournaledOperation, plan: RestorePlan): boolean {
  const whole = { ...plan, volumes: plan.volumes.filter(({ paths }) => paths === undefined), binds: plan.binds.map((bind) => ({ ...bind, exists: true })) };
  const [volumes, binds] = [new Set(endangered(whole).volumes), new Set(endangered(whole).binds)];
  if (older.operation === 'restore') {
    const state = stateOfRestore(older.steps as readonly RestoreStep[]);
    if (state === undefined) return true;
    const begun = <Item extends Parameters<typeof idOf>[0]>(items: readonly Item[]): readonly Item[] => items.filter((each) => state.begun.includes(idOf(each)));
    const touched = endangered({ volumes: begun(state.plan.volumes), binds: begun(state.plan.binds).map((bind) => ({ ...bind, exists: true })), dumps: begun(state.plan.dumps) });
    return touched.volumes.every((name) => volumes.has(name)) && touched.binds.every((path) => binds.has(path));
  }
  if (older.operation !== 'destroy') return false;
  const state = stateOfDestroy(older.steps as readonly DestroyStep[]);
  return state === undefined || savedVolumes(state.plan).every((name) => volumes.has(name));
}

/**
 * Ends them, and starts what they had stopped where all of it is still there. Answers with what could not be brought back, each in
 * a sentence.
 */
export async function endSuperseded(ids: readonly string[], engine: Engine, stateFolder: FilePath | undefined): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const older of ids.length === 0 ? [] : (await interrupted(stateFolder)).filter(({ id }) => ids.includes(id))) {
    const hold = heldBy(older);
    const there = await Promise.all(hold.map(({ id }) => inspect(engine, id)));
    if (there.every((each) => each !== undefined)) problems.push(...await bringBack(engine, hold));
    if (older.operation === 'destroy') for (const folder of halfMade(older.steps as readonly DestroyStep[])) await removePartial(folder);
    await (await adoptJournal(older, stateFolder)).close();
  }
  return problems;
}

function heldBy({ operation, steps }: JournaledOperation): readonly Held[] {
  if (operation === 'restore') return stateOfRestore(steps as readonly RestoreStep[])?.plan.stop ?? [];
  return operation === 'destroy' ? stateOfDestroy(steps as readonly DestroyStep[])?.hold ?? [] : [];
}

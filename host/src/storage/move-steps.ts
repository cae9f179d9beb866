// The steps of a move of data, and the way back. Each can be done again: whoever comes after a kill begins with the one that was
// interrupted.

import type { Progress } from '#core/backup/progress.ts';
import { Failure } from '#core/failure.ts';
import { isUp } from '#core/storage/facts.ts';
import type { MovedText, MoveState, MoveStep } from '#core/storage/move-journal.ts';
import type { TarSums } from '#host/archive/read-tar.ts';
import type { Journal } from '#host/backup/journal.ts';
import { bringBack, holdStill, inspect } from '#host/backup/quiesce.ts';
import { sweepHelpers, withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { holdsText, replaceText } from '#host/node/replace-text.ts';
import { askVolume } from '#host/storage/ask-storage.ts';
import { holdSame } from '#host/storage/compare-volumes.ts';
import { copyVolume, notEmpty } from '#host/storage/copy-volume.ts';
import { removeVolume } from '#host/storage/remove-volumes.ts';

/** A move that goes on. */
export interface Moving {
  readonly engine: Engine;
  readonly journal: Journal<MoveStep>;
  readonly signal: AbortSignal | undefined;
  readonly progressed: {
    last: MoveStep['step'];
    isTouched: boolean;
    isCopied: boolean;
    /** Files that may be changed. */
    readonly changed: Set<MovedText>;
  };
  tell(progress: Progress): void;
  onStep(step: MoveStep): void;
}

/** The step is on the disk when this resolves. */
export async function writeStep({ journal, progressed, onStep }: Moving, step: MoveStep): Promise<void> {
  await journal.write(step);
  progressed.last = step.step;
  if (step.step === 'copy') [progressed.isTouched, progressed.isCopied] = [true, false];
  if (step.step === 'copied') progressed.isCopied = true;
  onStep(step);
}

/** Undefined where all of it was copied before. @throws Failure where somebody uses it, or the volume to be filled is not empty. */
export async function copyData({ plan: { service, copy }, texts, hold }: MoveState, moving: Moving): Promise<TarSums | undefined> {
  const { engine, signal, progressed, tell } = moving;
  // With the files changed, and so perhaps with the new volume, somebody may have worked since.
  for (const { path, after } of progressed.last === 'change' ? texts : []) if (await holdsText(path, after)) return undefined;
  const there = await Promise.all(hold.map(({ id }) => inspect(engine, id, signal)));
  const step = `Stopping ${service}`;
  if (hold.length > 0) tell({ step, done: 0 });
  for (const note of await holdStill(engine, hold.filter((_, index) => there[index] !== undefined), () => undefined, signal)) tell({ step, done: 0, note });
  for (const name of [copy.from, copy.to]) {
    const user = (await askVolume(engine, name, signal))?.users.find(isUp);
    if (user !== undefined) throw new Failure('volume-in-use', `${user.container} uses ${name}: nothing was moved`);
  }
  const target = await askVolume(engine, copy.to, signal);
  if (progressed.isCopied && target !== undefined && await holdSame(engine, copy.from, copy.to, signal)) return undefined;
  // What an interrupted copy has left; all else is somebody's.
  if (progressed.isTouched && target !== undefined) await clear(moving, copy);
  else if (target !== undefined && !await isEmpty(engine, copy.to, signal)) throw notEmpty(copy.to);
  await writeStep(moving, { step: 'copy' });
  const sums = await copyVolume(engine, copy, { signal, onProgress: tell });
  await writeStep(moving, { step: 'copied' });
  return sums;
}

/** @throws Failure where somebody has edited one meanwhile. */
export async function changeFiles({ texts }: MoveState, moving: Moving): Promise<void> {
  await writeStep(moving, { step: 'change' });
  for (const text of texts) {
    const { path, before, after } = text;
    if (await holdsText(path, after)) continue;
    if (await replaceText(path, before, after) === 'changed') throw new Failure('command-failed', `${path} was changed meanwhile: nothing was moved`);
    moving.progressed.changed.add(text);
  }
}

/**
 * Takes back what was done: the files, the volume, and what ran runs again. Answers with what a person should know.
 * @throws Failure where somebody has edited a file that was changed; the journal is to stay then.
 */
export async function takeBack({ plan: { copy }, texts, hold }: MoveState, moving: Moving): Promise<readonly string[]> {
  const { engine, progressed } = moving;
  const notes: string[] = [];
  await writeStep(moving, { step: 'put-back' });
  await sweepHelpers(engine);
  for (const text of texts.toReversed().filter((each) => progressed.changed.has(each))) {
    const { path, before, after } = text;
    if (await holdsText(path, before)) continue;
    if (await replaceText(path, after, before) === 'changed') throw new Failure('command-failed', `${path} was changed since: its volume ${copy.to} has to be taken out of it, or its old text brought back, before the rest can be put back`);
  }
  const target = progressed.isTouched ? await askVolume(engine, copy.to) : undefined;
  const user = target?.users.find(({ container }) => hold.every(({ name }) => name !== container));
  if (target !== undefined) {
    if (user !== undefined) notes.push(`${copy.to} stays: ${user.container} has it mounted`);
    else if (progressed.isCopied && !await holdSame(engine, copy.from, copy.to)) notes.push(`${copy.to} stays: it holds what ${copy.from} does not`);
    else await clear(moving, copy);
  }
  notes.push(...await bringBack(engine, hold));
  return notes;
}

/** A volume that was made goes as a whole. */
async function clear({ engine }: Moving, { to, make }: MoveState['plan']['copy']): Promise<void> {
  if (make !== undefined) {
    const why = await removeVolume(engine, to);
    if (why !== undefined) throw new Failure('volume-in-use', `${to} cannot be removed: ${why}`);
    return;
  }
  await withHelper(engine, { kind: 'volume', name: to }, async (helper) => {
    if (!await helper.isEmpty()) await helper.empty([]);
  });
}

async function isEmpty(engine: Engine, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  return withHelper(engine, { kind: 'volume', name }, (helper) => helper.isEmpty(signal), signal);
}

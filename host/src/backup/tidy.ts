// Tidies up after a backup whose process was killed: who was held still runs again, what is to follow it has followed, and what was
// half made is gone.

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isBackupName, partialPrefix } from '#core/backup/backup-name.ts';
import { owedHooks, type BackupStep } from '#core/backup/backup-steps.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { bringBack } from '#host/backup/quiesce.ts';
import { runAfter } from '#host/backup/run-after.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** Milliseconds after which what is half made was left by somebody: a backup that goes on writes to its folder. */
const abandoned = 24 * 60 * 60_000;

/**
 * Does what the steps of an interrupted backup leave to be done; a second time changes nothing, but runs what is to follow it once
 * more. Answers with what did not work, each in a sentence.
 */
export async function tidyBackup(engine: Engine, steps: readonly BackupStep[], onStep?: (step: string) => void): Promise<readonly string[]> {
  const isBack = steps.some(({ step }) => step === 'back');
  const hold = steps.findLast((each) => each.step === 'hold')?.hold ?? [];
  const problems = [...isBack ? [] : await bringBack(engine, hold, onStep), ...await runAfter(engine, owedHooks(steps), onStep)];
  for (const each of steps) if (each.step === 'folder') await removePartial(each.folder);
  await sweepHelpers(engine);
  return problems;
}

/** Removes the folder of a backup that did not come about. @throws Failure for one that has another name. */
export async function removePartial(folder: FilePath): Promise<void> {
  if (!path.posix.basename(folder).startsWith(partialPrefix)) throw new Failure('command-failed', `${folder} is no half-made backup`);
  await rm(toOsPath(folder), { recursive: true, force: true, maxRetries: 3 });
}

/** Removes what somebody left half made in a folder a day ago or more; another machine may write there now. */
export async function removeAbandoned(folder: FilePath, project: string): Promise<void> {
  for (const name of await readdir(toOsPath(folder))) {
    if (!name.startsWith(`${partialPrefix}${project}-`) || !isBackupName(name.slice(partialPrefix.length))) continue;
    const { mtimeMs } = await stat(path.join(toOsPath(folder), name));
    if (Date.now() - mtimeMs > abandoned) await removePartial(`${folder}/${name}`);
  }
}

// Finishes or puts back what was interrupted: by a kill, a loss of power, or a failure half-way. Doing it twice comes to the same.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isBackupName, partialPrefix } from '#core/backup/backup-name.ts';
import type { BackupStep } from '#core/backup/backup-steps.ts';
import type { Progress } from '#core/backup/progress.ts';
import type { RestoreState, RestoreStep } from '#core/backup/restore-steps.ts';
import { stateOfRestore } from '#core/backup/restore-steps.ts';
import { subjectOf, type Subject } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { stateOfDestroy, type DestroyStep } from '#core/storage/destroy-journal.ts';
import type { Key } from '#host/backup/encryption.ts';
import { findKey } from '#host/backup/find-key.ts';
import { finishedBackup, leading, told, type Choice } from '#host/backup/interrupted.ts';
import type { JournaledOperation } from '#host/backup/journal.ts';
import { adoptJournal, interrupted } from '#host/backup/journal.ts';
import { readBackup } from '#host/backup/list.ts';
import { lockProject } from '#host/backup/lock.ts';
import { inspect } from '#host/backup/quiesce.ts';
import { carryOn, demandWhole, prepareRestore, putBack, restore, type RestoreOptions, type RestoreOutcome } from '#host/backup/restore.ts';
import { removePartial, tidyBackup } from '#host/backup/tidy.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

export interface Recovered {
  readonly ok: boolean;
  readonly id: string;
  readonly operation: JournaledOperation['operation'];
  readonly choice: Choice;
  /** What came of it, in a sentence. */
  readonly text: string;
  readonly problems: readonly string[];
  /** What a person should know although all is well. */
  readonly notes: readonly string[];
  /** Of a restore. */
  readonly outcome: RestoreOutcome | undefined;
}

export interface RecoverOptions {
  /** Of a backup that is encrypted, where the journal does not know of its key. */
  readonly key?: Key | undefined;
  readonly stateFolder?: FilePath | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onStep?: RestoreOptions['onStep'];
  readonly waitLimit?: number | undefined;
}

/**
 * Finishes an interrupted operation, or puts it back.
 * @throws Failure where there is none of that id, it cannot be chosen, somebody works on the project, or it fails again: the
 *   journal stays then.
 */
export async function recover(id: string, choice: Choice, machinery: Machinery, options: RecoverOptions = {}): Promise<Recovered> {
  const { engine } = machinery;
  const { stateFolder, signal } = options;
  const found = leading(await interrupted(stateFolder)).find((each) => each.id === id);
  if (found === undefined) throw new Failure('command-failed', `no operation ${id} was interrupted`);
  const { options: choices, step } = await told(found);
  if (!choices.includes(choice)) throw new Failure('command-failed', `the ${found.operation} ${id} can only be ${choice === 'resume' ? 'put back' : 'resumed'}: ${step}`);
  if (await engine.id(signal) !== found.engine) throw new Failure('command-failed', `the ${found.operation} ran on the engine at ${found.address}, and this is another one`);
  if (found.operation === 'destroy') return recoverDestroy(found, choice, machinery, options);
  const lock = await lockProject({ engine: found.engine, project: found.project, operation: 'a recovery' }, stateFolder);
  try {
    // Somebody may have done it while this waited for the lock.
    if (!(await interrupted(stateFolder)).some((each) => each.id === id)) throw new Failure('command-failed', `no operation ${id} was interrupted`);
    if (found.operation === 'move') {
      const { recoverMove } = await import('#host/storage/recover-move.ts');
      const { loaded } = await subjectAt(found);
      const { text, problems } = await recoverMove(found, choice, loaded, machinery, stateFolder, { signal, onProgress: options.onProgress });
      return { ok: problems.length === 0, id, operation: 'move', choice, text, problems, notes: [], outcome: undefined };
    }
    if (found.operation === 'copy') {
      const { recoverCopy } = await import('#host/storage/copy-data.ts');
      const { text, notes } = await recoverCopy(found, choice, engine, stateFolder, { signal, onProgress: options.onProgress });
      return { ok: true, id, operation: 'copy', choice, text, problems: [], notes, outcome: undefined };
    }
    return found.operation === 'backup' ? await tidy(found, machinery, options) : await recoverRestore(found, choice, machinery, options);
  } finally {
    await lock.release();
  }
}

async function tidy(found: JournaledOperation, { engine }: Machinery, { stateFolder, onProgress }: RecoverOptions): Promise<Recovered> {
  const whole = await finishedBackup(found);
  const journal = await adoptJournal(found, stateFolder);
  const problems = await tidyBackup(engine, found.steps as readonly BackupStep[], (step) => onProgress?.({ step, done: 0 }));
  await journal.close();
  return { ok: problems.length === 0, id: found.id, operation: 'backup', choice: whole === undefined ? 'put-back' : 'resume', text: whole === undefined ? 'what ran runs again, and there is no backup' : `${whole} is whole and verified`, problems, notes: [], outcome: undefined };
}

async function recoverRestore(found: JournaledOperation, choice: Choice, machinery: Machinery, options: RecoverOptions): Promise<Recovered> {
  const { stateFolder } = options;
  const base = { id: found.id, operation: 'restore' as const, choice, notes: [] };
  const steps = found.steps as readonly RestoreStep[];
  const state = stateOfRestore(steps);
  if (state === undefined) {
    await (await adoptJournal(found, stateFolder)).close();
    return { ...base, ok: true, text: 'nothing had been done', problems: [], outcome: undefined };
  }
  await sweepHelpers(machinery.engine);
  await removeHalfCopies(state, steps, found.project);
  const listed = await readBackup(state.plan.folder);
  const isForward = choice === 'resume';
  if (isForward && !('manifest' in listed)) throw new Failure('backup-damaged', `${state.plan.folder} cannot be restored any more: ${listed.why}`);
  // To put back, the backup itself is not needed.
  const manifest = 'manifest' in listed ? listed.manifest : undefined;
  const sources = { given: options.key, keyFile: state.keyFile ?? undefined, directory: state.plan.directory, environment: state.plan.environment };
  const key = manifest === undefined ? options.key : await findKey(manifest, sources);
  if (isForward && 'manifest' in listed) await demandWhole(state.plan.folder, listed, { ...options, key });
  const subject = await subjectAt(found);
  const journal = await adoptJournal<RestoreStep>(found, stateFolder);
  const carrying = { manifest, subject, machinery, journal, options: { ...options, key, keyFile: sources.keyFile, putsBack: false } };
  const outcome = isForward ? await carryOn(state, carrying) : await putBack(state, carrying);
  const text = outcome.state === 'restored' ? `${outcome.restored.join(', ')} hold what ${state.plan.backup} holds`
    : outcome.state === 'put-back' ? 'everything holds again what it held before'
    : `it was interrupted again: ${outcome.reason ?? ''}`;
  return { ...base, ok: outcome.ok, text, problems: [...new Set([...outcome.problems, ...(outcome.reason === undefined ? [] : [outcome.reason])])], notes: outcome.notes, outcome };
}

/** The folders that a killed safety copy has left. */
async function removeHalfCopies({ plan }: RestoreState, steps: readonly RestoreStep[], project: string): Promise<void> {
  const last = steps.findLast((each) => each.step === 'copy');
  if (last === undefined) return;
  const to = path.posix.dirname(plan.folder);
  const names = await readdir(toOsPath(to)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const own = name.startsWith(`${partialPrefix}${project}-`) && isBackupName(name.slice(partialPrefix.length));
    if (own && !last.before.includes(name)) await removePartial(`${to}/${name}`);
  }
}

async function recoverDestroy(found: JournaledOperation, choice: Choice, machinery: Machinery, { stateFolder, signal, onProgress, onStep, waitLimit, key }: RecoverOptions): Promise<Recovered> {
  const base = { id: found.id, operation: 'destroy' as const, choice, notes: [], outcome: undefined };
  const state = stateOfDestroy(found.steps as readonly DestroyStep[]);
  const { resumeDestroy, cancelDestroy } = await import('#host/storage/recover-destroy.ts');
  if (state === undefined) {
    await (await adoptJournal(found, stateFolder)).close();
    return { ...base, ok: true, text: 'nothing had been done', problems: [] };
  }
  if (choice === 'resume') {
    const { removed, left } = await resumeDestroy(found, machinery, { signal, onProgress });
    return { ...base, ok: left.length === 0, text: `${removed.length} things were removed`, problems: left.map(({ kind, name, why }) => `${kind} ${name} is still there: ${why}`) };
  }
  if (state.gone === undefined) {
    const problems = await cancelDestroy(found, machinery, (step) => onProgress?.({ step, done: 0 }));
    return { ...base, ok: problems.length === 0, text: 'nothing had been removed, and what ran runs again', problems };
  }
  if (state.gone.backup === undefined) throw new Failure('command-failed', `nothing of ${found.project} was backed up: there is nothing to put back`);
  const subject = await subjectAt(found);
  const prepared = await prepareRestore(state.gone.backup, subject, machinery, {}, signal);
  // It ends this operation with it, and starts again what ran where all of that is there still.
  const outcome = await restore(prepared, subject, machinery, { key, devices: true, supersedes: [found.id], stateFolder, signal, onProgress, onStep, waitLimit });
  const there = await Promise.all(state.hold.map(({ id }) => inspect(machinery.engine, id)));
  const text = outcome.state !== 'restored' ? 'its data is not back'
    : there.every((each) => each !== undefined) ? 'its data is back, and what ran runs again' : 'its data is back, and composure up makes its containers again';
  return { ...base, ok: outcome.ok, text, problems: outcome.problems, notes: outcome.notes, outcome };
}

/** The project as its files are now, where they still are. */
async function subjectAt({ project, environment, directory }: JournaledOperation): Promise<Subject> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const found = (await discoverEnvironments(directory, files, parsed, neverCancelled)).find(({ name }) => name === environment);
  const loaded = found === undefined ? undefined : await loadProject(found, files, parsed, neverCancelled);
  return loaded !== undefined && loaded.name === project ? subjectOf(loaded) : { project, environment, directory, loaded: undefined };
}

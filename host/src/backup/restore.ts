// Restores a backup: verified whole before anything is touched, a verified safety copy of what is there, then each volume
// emptied, written, read back and compared. Each step is on the disk before it is done, and doing it again comes to the same.

import type { RestorePlan, RestoreWishes } from '#core/backup/plan-restore.ts';
import { planRestore } from '#core/backup/plan-restore.ts';
import { usualPolicy } from '#core/backup/policy.ts';
import type { Progress } from '#core/backup/progress.ts';
import type { RestoreState, RestoreStep } from '#core/backup/restore-steps.ts';
import { idOf, stateOfRestore } from '#core/backup/restore-steps.ts';
import type { Subject } from '#core/backup/subject.ts';
import type { Judgement } from '#core/environments/waiting.ts';
import { verdictText } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import { freeBytes } from '#host/archive/write-file.ts';
import type { Key } from '#host/backup/encryption.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { endSuperseded, isCovered } from '#host/backup/supersede.ts';
import { findKey } from '#host/backup/find-key.ts';
import type { Journal } from '#host/backup/journal.ts';
import { judgeRestored, type RestoredTrouble } from '#host/backup/judge-restored.ts';
import { beginJournal, interrupted } from '#host/backup/journal.ts';
import type { ListedBackup } from '#host/backup/list.ts';
import { readBackup } from '#host/backup/list.ts';
import { lockProject } from '#host/backup/lock.ts';
import { meter } from '#host/backup/meter.ts';
import { demandPaths } from '#host/backup/replace-content.ts';
import { putAllBack, replaceAll, startAgain, takeAwayMade, type Restoring } from '#host/backup/restore-steps.ts';
import { findDamage, opener } from '#host/backup/verify.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import type { Machinery } from '#host/compose/run-plan.ts';

/** A restore that could be done. */
export interface PreparedRestore {
  readonly plan: RestorePlan;
  readonly listed: ListedBackup;
  /** What the engine's disk has left, where that can be told. */
  readonly free: number | undefined;
}

export interface RestoreOptions {
  /** Of a backup that is encrypted. */
  readonly key?: Key | undefined;
  /** Where that key lies: written into the journal, so that another process can go on. */
  readonly keyFile?: string | undefined;
  /** Somebody wants the device nodes of the backup. Without that one that has any is refused. */
  readonly devices?: boolean | undefined;
  /** Somebody has typed the project's name, for what the plan's doubts say. */
  readonly isConfirmed?: boolean | undefined;
  /** Puts back by itself where something fails after the first volume was touched, or what ran does not become healthy. */
  readonly putsBack?: boolean | undefined;
  /** Milliseconds that each container may take to be ready, in place of what its health check tells. */
  readonly waitLimit?: number | undefined;
  /** Interrupted operations that this is the end of, beside those whose data it replaces. */
  readonly supersedes?: readonly string[] | undefined;
  /** The folder for journals and locks; the user's own if left out. */
  readonly stateFolder?: FilePath | undefined;
  /** Cancels until the first volume is touched; afterwards the restore goes on to its end. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called when a step stands in the journal, before it is done. */
  readonly onStep?: ((step: RestoreStep) => void | Promise<void>) | undefined;
}

export interface RestoreOutcome {
  readonly ok: boolean;
  /** `restored`: all holds what the backup holds; `put-back`: what it held before; `interrupted`: a part of it, and the journal stays. */
  readonly state: 'restored' | 'put-back' | 'interrupted';
  /** The journal's id, where it stays. */
  readonly id: string | undefined;
  /** By the names that people know. */
  readonly restored: readonly string[];
  readonly safetyCopy: FilePath | undefined;
  /** Read back and compared. */
  readonly verified: boolean;
  /** Why it failed. */
  readonly reason: string | undefined;
  readonly failed: string | undefined;
  readonly judgement: Judgement | undefined;
  readonly problems: readonly string[];
  /** What a person should know although all is well. */
  readonly notes: readonly string[];
  readonly seconds: number;
}

/**
 * Looks at a backup and at what there is, and plans. Nothing is changed.
 * @throws Failure `backup-damaged` where the folder is no backup; as the engine fails.
 */
export async function prepareRestore(folder: FilePath, subject: Subject, machinery: Machinery, wishes: RestoreWishes = {}, signal?: AbortSignal): Promise<PreparedRestore> {
  const listed = await readBackup(folder);
  if (!('manifest' in listed)) throw new Failure('backup-damaged', `${folder} is no backup: ${listed.why}`);
  const { manifest } = listed;
  const binds = manifest.binds.map(({ path }) => resolvePath(subject.directory, path));
  const facts = await askBackupFacts(subject, machinery, usualPolicy, { only: { volumes: [], binds }, signal });
  const plan = planRestore(folder, manifest, facts, wishes);
  const info: unknown = facts.isLocal ? await machinery.engine.ask((docker) => docker.info(), signal) : undefined;
  const root = typeof info === 'object' && info !== null ? String(Reflect.get(info, 'DockerRootDir') ?? '') : '';
  const free = root === '' ? undefined : await freeBytes(root);
  const needed = plan.bytes - (plan.replaced ?? 0);
  const refusals = free !== undefined && needed > free ? [`the engine has ${free} bytes left in ${root}, and ${needed} more are needed`] : [];
  return { plan: { ...plan, refusals: [...plan.refusals, ...refusals] }, listed, free };
}

/**
 * Carries out what was prepared.
 * @throws Failure where it could not begin or failed before anything was touched: everything is as it was then. The signal's
 *   reason when cancelled by then.
 */
export async function restore(prepared: PreparedRestore, subject: Subject, machinery: Machinery, options: RestoreOptions = {}): Promise<RestoreOutcome> {
  const { engine } = machinery;
  const { plan, listed: { manifest } } = prepared;
  const { signal, stateFolder } = options;
  signal?.throwIfAborted();
  const [refusal] = [...plan.refusals, ...(options.isConfirmed === true ? [] : plan.doubts)];
  if (refusal !== undefined) throw new Failure('command-failed', refusal);
  const engineId = await engine.id(signal);
  const lock = await lockProject({ engine: engineId, project: plan.project, operation: 'a restore' }, stateFolder);
  try {
    await sweepHelpers(engine, signal);
    const key = await findKey(manifest, { given: options.key, keyFile: options.keyFile, directory: plan.directory, environment: plan.environment });
    await demandWhole(plan.folder, prepared.listed, { ...options, key, devices: options.devices === true });
    for (const { archive, paths } of plan.volumes) if (paths !== undefined) await demandPaths(plan.folder, archive, paths, { open: opener(manifest, key)(archive.file), signal });
    const older = (await interrupted(stateFolder)).filter((each) => each.engine === engineId && each.project === plan.project);
    const supersedes = older.filter((each) => options.supersedes?.includes(each.id) === true || isCovered(each, plan)).map(({ id }) => id);
    const journal = await beginJournal<RestoreStep>({
      operation: 'restore', engine: engineId, address: (await engine.endpoint()).address, project: plan.project, directory: plan.directory, environment: plan.environment,
    }, stateFolder);
    const first: RestoreStep = { step: 'plan', plan, keyFile: options.keyFile, supersedes };
    await journal.write(first);
    await options.onStep?.(first);
    const state = stateOfRestore([first]);
    if (state === undefined) throw new Error('a plan was written and cannot be read');
    return await carryOn(state, { manifest, subject, machinery, journal, options: { ...options, key } });
  } finally {
    await lock.release();
  }
}

/** @throws Failure `backup-damaged` where something is wrong with the backup. */
export async function demandWhole(folder: FilePath, { manifest }: Pick<ListedBackup, 'manifest'>, { key, devices, signal, onProgress }: Pick<RestoreOptions, 'key' | 'devices' | 'signal' | 'onProgress'>): Promise<void> {
  const damage = await findDamage(folder, manifest, { key, devices, signal, onProgress });
  if (damage.length > 0) throw new Failure('backup-damaged', `${manifest.id} is damaged: ${damage.slice(0, 3).join('; ')}${damage.length > 3 ? `; and ${damage.length - 3} more` : ''}`);
}

export interface CarryOn {
  /** Of the backup; undefined where it is gone, and all that can be done is to put back. */
  readonly manifest: ListedBackup['manifest'] | undefined;
  readonly subject: Subject;
  readonly machinery: Machinery;
  readonly journal: Journal<RestoreStep>;
  readonly options: RestoreOptions;
}

/** Goes on from a state to the end, or leaves or puts back. The backup was read whole before; the caller holds the lock. */
export async function carryOn(state: RestoreState, { manifest, subject, machinery, journal, options }: CarryOn): Promise<RestoreOutcome> {
  const began = Date.now();
  const { plan } = state;
  const restoring = restoringOf(state, { manifest, subject, machinery, journal, options });
  const outcome = (more: Partial<RestoreOutcome>): RestoreOutcome => ({
    ok: false, state: 'restored', id: undefined, restored: [], safetyCopy: safetyCopyOf(restoring), verified: false, reason: undefined, failed: undefined,
    judgement: undefined, problems: [...restoring.problems], notes: restoring.notes, seconds: (Date.now() - began) / 1000, ...more,
  });
  try {
    await replaceAll(restoring);
  } catch (error) {
    if (restoring.progressed.begun.size === 0) {
      // Nothing was touched: what ran runs again, and it is as if nothing had been.
      await orLeave(journal, async () => {
        await startAgain(restoring);
        await takeAwayMade(restoring);
      });
      await journal.close();
      throw error;
    }
    if (!(error instanceof Failure) || options.putsBack !== true) {
      await journal.leave();
      if (!(error instanceof Failure)) throw error;
      return outcome({ state: 'interrupted', id: journal.id, reason: error.message });
    }
    await orLeave(journal, () => putAllBack(restoring));
    await journal.close();
    return outcome({ state: 'put-back', verified: true, reason: error.message });
  }
  /** It leads no more, and nobody has to go on from what it superseded. */
  const over = (): Promise<void> => orLeave(journal, async () => {
    restoring.problems.push(...await endSuperseded(state.supersedes, machinery.engine, options.stateFolder));
    await journal.close();
  });
  const restored = namesOf(plan);
  const { judgement, trouble } = await orLeave(journal, async () => {
    await restoring.write({ step: 'start' });
    const waited = await startAgain(restoring);
    return { judgement: waited, trouble: await troubleOf(restoring, waited) };
  });
  // Somebody who goes on from here has seen it fail: the data is whole, and nothing is left to be gone on with.
  const isLast = [...plan.volumes, ...plan.binds, ...plan.dumps].every((each) => state.replaced.includes(idOf(each)));
  if (trouble === undefined) {
    await over();
    return outcome({ ok: restoring.problems.length === 0, restored, verified: true, judgement, reason: restoring.problems[0] });
  }
  const { reason, service } = trouble;
  if (options.putsBack === true) {
    await orLeave(journal, () => putAllBack(restoring));
    await journal.close();
    return outcome({ state: 'put-back', verified: true, judgement, reason, failed: service });
  }
  await (isLast ? over() : journal.leave());
  return outcome({ id: isLast ? undefined : journal.id, restored, verified: true, judgement, reason, failed: service });
}

/** Why what ran is not well with what was restored; undefined where it is, or nothing ran. */
async function troubleOf({ machinery: { engine }, subject: { loaded }, meter: progress, options }: Restoring, judgement: Judgement | undefined): Promise<RestoredTrouble | undefined> {
  if (judgement === undefined) return undefined;
  const { failed } = judgement;
  if (failed !== undefined) return { service: failed.service, reason: `${failed.service} does not become ready with the restored data: ${verdictText(failed)}` };
  if (loaded === undefined) return undefined;
  progress.step('Asking how it is with the restored data');
  return judgeRestored(loaded, engine, options.waitLimit);
}

/** Puts everything back that an interrupted restore has touched. The caller holds the lock. @throws Failure; the journal stays then. */
export async function putBack(state: RestoreState, carrying: CarryOn): Promise<RestoreOutcome> {
  const began = Date.now();
  const restoring = restoringOf(state, carrying);
  await orLeave(carrying.journal, () => putAllBack(restoring));
  await carrying.journal.close();
  return {
    ok: restoring.problems.length === 0, state: 'put-back', id: undefined, restored: [...restoring.progressed.begun], safetyCopy: safetyCopyOf(restoring), verified: true,
    reason: restoring.problems[0], failed: undefined, judgement: undefined, problems: restoring.problems, notes: restoring.notes, seconds: (Date.now() - began) / 1000,
  };
}

/** What fails leaves the journal, for somebody to go on from. */
async function orLeave<T>(journal: Journal<RestoreStep>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await journal.leave();
    throw error;
  }
}

function restoringOf(state: RestoreState, { manifest, subject, machinery, journal, options }: CarryOn): Restoring {
  return {
    machinery, subject, manifest, options, plan: state.plan, problems: [], notes: [],
    progressed: { safetyCopy: state.safetyCopy, made: new Set(state.made), begun: new Set(state.begun), replaced: new Set(state.replaced), isStarting: state.isStarting, back: new Set(state.back) },
    // What is written is read back beside the archive that it came from.
    meter: meter([...state.plan.volumes, ...state.plan.binds].reduce((sum, { archive }) => sum + 2 * archive.tarBytes, 0), options.onProgress),
    async write(step) {
      await journal.write(step);
      await options.onStep?.(step);
    },
  };
}

function safetyCopyOf({ progressed: { safetyCopy } }: Restoring): FilePath | undefined {
  return safetyCopy === '' ? undefined : safetyCopy;
}

function namesOf({ volumes, binds, dumps }: RestorePlan): readonly string[] {
  return [
    ...volumes.flatMap(({ key, name, paths }) => (paths === undefined ? [key ?? name] : paths.map((path) => `${key ?? name}:${path}`))),
    // A folder is told from a volume of its name.
    ...binds.map(({ shown }) => (shown.startsWith('/') || /^[A-Za-z]:/.test(shown) ? shown : `./${shown}`)), ...dumps.map(({ service }) => `dump of ${service}`),
  ];
}

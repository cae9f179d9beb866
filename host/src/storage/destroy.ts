// Destroys a project: stops it, backs up the volumes that go, and only then removes anything, each volume by its name after
// another look at whose it is. Whatever is killed in between can be finished or put back: each step is written down first.

import type { BackupContainer } from '#core/backup/facts.ts';
import { planHold, type Held } from '#core/backup/hold.ts';
import { usualPolicy } from '#core/backup/policy.ts';
import type { Progress } from '#core/backup/progress.ts';
import { subjectOf, type Subject } from '#core/backup/subject.ts';
import type { Project } from '#core/compose/model.ts';
import type { ComposeCall } from '#core/environments/compose-call.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import type { DestroyStep } from '#core/storage/destroy-journal.ts';
import { isUp } from '#core/storage/facts.ts';
import { savedVolumes, type DestroyPlan } from '#core/storage/plan-destroy.ts';
import { createBackup } from '#host/backup/create.ts';
import { askBackupFacts } from '#host/backup/facts.ts';
import { beginJournal, type Journal } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';
import { bringBack, holdStill } from '#host/backup/quiesce.ts';
import { watchWriters } from '#host/backup/watch-writers.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { asTheyAre, removeVolumes } from '#host/storage/remove-volumes.ts';

/** Something of the engine's that went, or did not. */
export interface Thing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly name: string;
}

export interface Destroyed {
  readonly removed: readonly Thing[];
  /** What is still there, and why. */
  readonly left: readonly (Thing & { readonly why: string })[];
  /** The folder of the backup; undefined where there was nothing to back up. */
  readonly backup: FilePath | undefined;
}

export interface DestroyOptions {
  /** Ends it while nothing is gone yet, and starts again what ran; later on it is finished. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called when each step is written down, before it is done. */
  readonly onStep?: ((step: DestroyStep) => void) | undefined;
}

/** Milliseconds for Compose to remove the containers, which are stopped, and the networks. */
const downLimit = 300_000;

/**
 * Does what the plan says.
 * @throws Failure where it cannot be done or is cancelled while nothing is gone: then what ran runs again. Where it fails later,
 *   the journal stays, for `resumeDestroy` or `putBackDestroyed`.
 */
export async function destroyProject(plan: DestroyPlan, project: Project, machinery: Machinery, options: DestroyOptions = {}): Promise<Destroyed> {
  const { signal, onStep } = options;
  const [blocked] = plan.blocked;
  if (blocked !== undefined) throw new Failure('command-failed', blocked);
  const subject = subjectOf(project);
  const lock = await lockProject({ engine: plan.engine, project: plan.project, operation: 'a destruction' });
  try {
    const { engine } = machinery;
    if (await engine.id(signal) !== plan.engine) throw new Failure('command-failed', 'the engine is another one than the plan was made for');
    const { address } = await engine.endpoint();
    const facts = await askBackupFacts(subject, machinery, usualPolicy, { only: { volumes: [], binds: [] }, signal });
    const { hold } = planHold(facts.containers, new Map(facts.containers.map(({ service }) => [service, 'stop'])));
    const journal = await beginJournal<DestroyStep>({ operation: 'destroy', engine: plan.engine, address, project: plan.project, directory: plan.directory, environment: plan.environment });
    const begin: DestroyStep = { step: 'stop', plan, hold };
    await journal.write(begin);
    onStep?.(begin);
    const backup = await saved(plan.project, savedVolumes(plan), subject, { hold, containers: facts.containers, journal }, machinery, options).catch(async (error: unknown) => {
      await runAgain(engine, hold, options);
      await journal.close();
      throw error;
    });
    return await finishDestroying(plan, backup, journal, machinery, options);
  } finally {
    await lock.release();
  }
}

/** Who is held still, all containers of the project, and what has to know of the folder of the backup. */
export interface Standing {
  readonly hold: readonly Held[];
  readonly containers: readonly Pick<BackupContainer, 'id' | 'name' | 'service' | 'state'>[];
  readonly journal: Pick<Journal<DestroyStep>, 'write'>;
}

/**
 * Stops all that runs and backs up these volumes; undefined where there are none. Nobody may write between the stop and the
 * removal: what is written then is in no backup.
 */
export async function saved(project: string, volumes: readonly string[], subject: Subject, { hold, containers, journal }: Standing, machinery: Machinery, { signal, onProgress }: DestroyOptions): Promise<FilePath | undefined> {
  const { engine } = machinery;
  const step = `Stopping ${project}`;
  onProgress?.({ step, done: 0 });
  for (const note of await holdStill(engine, hold, () => undefined, signal)) onProgress?.({ step, done: 0, note });
  const still = containers.map(({ id, name, service, state }): Held => (
    hold.find((held) => held.id === id) ?? { id, name, service, how: state === 'paused' ? 'pause' : 'stop', rank: 0, awaitHealth: false }
  ));
  // Who has a volume mounted is watched while it is backed up.
  const watch = await watchWriters(engine, { hold: still, volumes: [], known: new Set() }, signal);
  try {
    const backup = volumes.length === 0 ? undefined : await createBackup(subject, machinery, { purpose: 'safety-copy', only: { volumes, binds: [] }, isHeld: true, isLocked: true, onFolder: (folder) => journal.write({ step: 'folder', folder }), signal, onProgress });
    const missed = volumes.filter((name) => backup?.manifest.volumes.every((volume) => volume.name !== name));
    if (missed.length > 0) throw new Failure('command-failed', `the backup lacks ${missed.join(', ')}: nothing was removed`);
    const now = (await askStorage(engine, { sizes: false, signal })).containers;
    const fresh = now.find((each) => each.project === project && containers.every(({ id }) => id !== each.id));
    // The watch has looked after the project's own: one that is paused is up, and writes nothing.
    const user = now.find((each) => isUp(each) && still.every(({ id }) => id !== each.id) && each.volumes.some(({ name }) => volumes.includes(name)));
    const writer = (await watch.end())[0] ?? (fresh === undefined ? undefined : `${fresh.name} was made`) ?? (user === undefined ? undefined : `${user.name} was started`);
    if (writer !== undefined) throw new Failure('volume-in-use', `${writer} during the backup: nothing was removed`);
    signal?.throwIfAborted();
    return backup?.folder;
  } finally {
    watch.dispose();
  }
}

/** Starts those again that ran; what cannot be started is told. */
export async function runAgain(engine: Engine, hold: readonly Held[], { onProgress }: DestroyOptions): Promise<void> {
  const step = 'Starting again what ran';
  if (hold.length > 0) onProgress?.({ step, done: 0 });
  for (const note of await bringBack(engine, hold)) onProgress?.({ step, done: 0, note });
}

/** From here on there is no way back but the backup: a cancel changes nothing any more. */
export async function finishDestroying(plan: DestroyPlan, backup: FilePath | undefined, journal: Journal<DestroyStep>, { engine, cli }: Machinery, { onProgress, onStep }: DestroyOptions = {}): Promise<Destroyed> {
  const write = async (step: DestroyStep): Promise<void> => {
    await journal.write(step);
    onStep?.(step);
  };
  try {
    const known = await asTheyAre(engine, plan.volumes);
    await write({ step: 'down', backup: backup ?? null });
    const call = takeAwayCall(plan.project);
    onProgress?.({ step: call.title, done: 0 });
    await cli.run(call, { timeLimit: downLimit, onLine: (note) => onProgress?.({ step: call.title, done: 0, note }) });
    const volumes = await removeVolumes(engine, known, {
      async before({ name }) {
        onProgress?.({ step: `Removing volume ${name}`, done: 0 });
        await write({ step: 'remove', volume: name });
      },
    });
    const now = await askStorage(engine, { sizes: false });
    const still = (kind: 'container' | 'network', all: readonly { readonly id: string; readonly name: string }[], there: readonly { readonly id: string }[]) => (
      all.map(({ id, name }) => ({ kind, name, there: there.some((each) => each.id === id) }))
    );
    const others = [...still('container', plan.containers, now.containers), ...still('network', plan.networks, now.networks)];
    await journal.close();
    return {
      removed: [...others.filter(({ there }) => !there).map(({ kind, name }) => ({ kind, name })), ...volumes.removed.map((name) => ({ kind: 'volume' as const, name }))],
      left: [
        ...others.filter(({ there }) => there).map(({ kind, name }) => ({ kind, name, why: 'Compose did not remove it: somebody else may use it' })),
        ...volumes.left.map((each) => ({ kind: 'volume' as const, ...each })),
      ],
      backup,
    };
  } catch (error) {
    await journal.leave();
    throw error;
  }
}

/** By the project's name alone: also where its files are gone, or were edited since it was started. Volumes stay. */
export function takeAwayCall(project: string): ComposeCall<void> {
  return {
    title: `Removing the containers and networks of ${project}`,
    // Compose reads the files of the folder that it runs in, or of one above it.
    directory: '/',
    args: ['--project-name', project, 'down', '--remove-orphans'],
    output: 'progress',
    parse: () => undefined,
  };
}

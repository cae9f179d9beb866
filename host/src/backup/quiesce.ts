// Keeps containers still while their data is read, and brings them back to what they were, whatever happens in between.

import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import type { Held } from '#core/backup/hold.ts';
import { Failure } from '#core/failure.ts';
import { isAnswer } from '#host/backup/helper-settings.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds beyond its grace period that the engine may take to stop a container. */
const stopSlack = 30_000;

/** Seconds of grace where a container says nothing (engine 20.10). */
const usualGrace = 10;

/** Milliseconds for one of the other calls. */
const callLimit = 60_000;

/** Milliseconds that a container may take to be healthy before those that need it are started all the same. */
const healthLimit = 120_000;

/** What a process ends with that was killed: 128 and SIGKILL. */
const killed = 137;

/**
 * Stops or pauses, group by group: whoever needs others before those. Answers with what a person should know.
 * @throws Failure where one does not hold still, and the signal's reason when cancelled: some may be held then.
 */
export async function holdStill(engine: Engine, hold: readonly Held[], onStep: (step: string) => void, signal?: AbortSignal): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const group of groupsOf(hold)) {
    signal?.throwIfAborted();
    const all = await Promise.allSettled(group.map(async (held) => {
      onStep(`${held.how === 'stop' ? 'Stopping' : 'Pausing'} ${held.name}`);
      const note = await holdOne(engine, held, signal);
      if (note !== undefined) notes.push(note);
    }));
    const failed = all.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
  return notes;
}

async function holdOne(engine: Engine, { id, name, how }: Held, signal: AbortSignal | undefined): Promise<string | undefined> {
  const before = await inspect(engine, id, signal);
  if (before === undefined) throw new Failure('command-failed', `the container ${name} was removed meanwhile`);
  // Cancelled in between, the engine would go on with it, and the container would stop after it was looked at.
  if (how === 'pause') {
    await pause(engine, id);
  } else {
    const grace = (before.Config as { readonly StopTimeout?: number | null }).StopTimeout ?? usualGrace;
    await engine.ask((docker) => answered(docker.getContainer(id).stop()), undefined, grace * 1000 + stopSlack);
  }
  const after = await inspect(engine, id);
  if (after !== undefined && !isStill(after, how)) throw new Failure('command-failed', `${name} does not ${how}: it is ${after.State.Status}`);
  if (how === 'stop' && after?.State.ExitCode === killed && before.State.Running) {
    const isWanted = /^(?:SIG)?KILL$|^9$/.test((before.Config as { readonly StopSignal?: string }).StopSignal ?? '');
    return `${name} ${isWanted ? 'is stopped by SIGKILL' : 'did not end within its grace period and was killed'}: its data is as after a crash`;
  }
  return undefined;
}

/** Whether a held container still is what it was made. */
export function isStill({ State }: Pick<ContainerInspectInfo, 'State'>, how: Held['how']): boolean {
  return how === 'pause' ? State.Paused || !State.Running : !State.Running && !State.Restarting;
}

/** Milliseconds that an engine which went away may take to be back. */
const returnLimit = 60_000;

/**
 * Brings back those that are not running, who is needed before those that need it. Nothing cancels it, and an engine that
 * went away is waited for. Answers with what could not be brought back, each in a sentence.
 */
export async function bringBack(engine: Engine, hold: readonly Held[], onStep: (step: string) => void = () => undefined): Promise<readonly string[]> {
  const problems: string[] = [];
  if (hold.length > 0) await engineIsBack(engine, onStep);
  for (const group of groupsOf(hold).toReversed()) {
    await Promise.all(group.map(async (held) => {
      const problem = await bringOneBack(engine, held, onStep);
      if (problem !== undefined) problems.push(problem);
    }));
  }
  return problems;
}

async function engineIsBack(engine: Engine, onStep: (step: string) => void): Promise<void> {
  for (const deadline = Date.now() + returnLimit; ; await delay(1000)) {
    try {
      await engine.ping();
      return;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Each container will say why it cannot be brought back.
      if (Date.now() > deadline) return;
      onStep('Waiting for the engine');
    }
  }
}

async function bringOneBack(engine: Engine, { id, name, how, awaitHealth }: Held, onStep: (step: string) => void): Promise<string | undefined> {
  try {
    for (let tries = 0; ; tries += 1) {
      const now = await inspect(engine, id);
      if (now === undefined) return `${name} is gone and cannot be ${how === 'stop' ? 'started' : 'resumed'}: up makes it again`;
      if (now.State.Running && !now.State.Paused) break;
      if (tries === 2) return `${name} does not run again: it is ${now.State.Status}${now.State.Error === '' ? '' : ` (${now.State.Error})`}`;
      onStep(`${now.State.Paused ? 'Resuming' : 'Starting'} ${name}`);
      await engine.ask((docker) => answered(now.State.Paused ? docker.getContainer(id).unpause() : docker.getContainer(id).start()), undefined, callLimit);
    }
    if (awaitHealth) await healthy(engine, id);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return `${name} cannot be ${how === 'stop' ? 'started' : 'resumed'}: ${error.message}`;
    throw error;
  }
}

/** Until it is healthy, has none to speak of, or had its time. */
async function healthy(engine: Engine, id: string): Promise<void> {
  for (const deadline = Date.now() + healthLimit; Date.now() < deadline; await delay(250)) {
    const now = await inspect(engine, id);
    const health = now?.State.Health?.Status;
    if (now?.State.Running !== true || health === undefined || health === 'none' || health === 'healthy') return;
  }
}

/** Undefined where it is gone. */
export async function inspect(engine: Engine, id: string, signal?: AbortSignal): Promise<ContainerInspectInfo | undefined> {
  return engine.ask(async (docker, abortSignal) => {
    try {
      return await docker.getContainer(id).inspect({ abortSignal });
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
      throw error;
    }
  }, signal);
}

/** Milliseconds in which a container that cannot be frozen is tried again. */
const freezeLimit = 5_000;

/** Pauses a container. On a machine with much to do its processes cannot always be frozen at the first try (500). */
export async function pause(engine: Engine, id: string): Promise<void> {
  for (const deadline = Date.now() + freezeLimit; ; await delay(200)) {
    try {
      return await engine.ask((docker) => answered(docker.getContainer(id).pause()), undefined, callLimit);
    } catch (error) {
      if (!isAnswer(error, 500) || Date.now() > deadline) throw error;
    }
  }
}

/** What was so already (304), or is paused or not any more (409), is looked at afterwards. */
async function answered(calling: Promise<unknown>): Promise<void> {
  try {
    await calling;
  } catch (error) {
    if (!(error instanceof Error && 'statusCode' in error && [304, 404, 409].includes(Number(error.statusCode)))) throw error;
  }
}

function groupsOf(hold: readonly Held[]): readonly (readonly Held[])[] {
  return [...new Set(hold.map(({ rank }) => rank))].map((rank) => hold.filter((each) => each.rank === rank));
}

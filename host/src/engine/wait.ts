// Waits until the services of a project are ready, by the engine's events and inspections: nothing is asked for twice while
// nothing happens. What "ready" means is core's to say.

import type { ContainerDetails, Judgement, Watched } from '#core/environments/waiting.ts';
import { judge, lookedAt } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';
import { watchContainers } from '#host/engine/watch.ts';

export interface WaitOptions {
  readonly project: string;
  readonly services: readonly string[];
  /** Milliseconds that each container may take, in place of what its health check tells. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with each judgement that is other than the one before. */
  readonly onChange?: ((judgement: Judgement) => void) | undefined;
}

/** Milliseconds for which a failure must hold: whoever restarts a container ends it first. */
const settleTime = 1_000;

/** Milliseconds between two questions to an engine that does not answer. */
const retryTime = 1000;

/** A wait that goes on. */
export interface Wait {
  /** Says that Compose has made all that it makes: from now on the wait can end. */
  created(): void;
  /** How it stands now, as if Compose had made all that it makes. */
  look(): Promise<Judgement>;
  /** Resolves when nothing is left to wait for; or, also before `created`, when a service had all the time that it may take. */
  readonly ended: Promise<Judgement>;
  dispose(): void;
}

/**
 * Begins to wait; whoever begins it disposes it. An engine that goes away is waited for.
 * `ended` rejects with the signal's reason when cancelled, and never after it was disposed.
 */
export function waitForServices(engine: Engine, options: WaitOptions): Wait {
  const { project, services, limit, signal, onChange } = options;
  const life = new AbortController();
  const known = new Map<string, Watched>();
  let isCreated = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let told = '';
  let failing: { readonly words: string; readonly since: number } | undefined;
  let resolve: (judgement: Judgement) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const ended = new Promise<Judgement>((fulfil, refuse) => { [resolve, reject] = [fulfil, refuse]; });
  // Whoever is interested in how it ended waits for it; a wait that is given up has nobody who does.
  ended.catch(() => undefined);

  const watch = watchContainers(engine, { changed: look, failed: () => undefined }, { signal: life.signal });
  const cancelled = (): void => {
    dispose();
    reject(signal?.reason);
  };
  signal?.addEventListener('abort', cancelled, { once: true });
  if (signal?.aborted === true) cancelled();

  /** One look at a time; what happens meanwhile makes another. */
  function look(): void {
    again = looking !== undefined;
    looking ??= lookOnce().catch((error: unknown) => {
      if (life.signal.aborted) return;
      if (error instanceof Failure) {
        // An engine that goes away is asked until it is back.
        clearTimeout(timer);
        timer = setTimeout(look, retryTime);
        return;
      }
      dispose();
      reject(error);
    }).finally(() => {
      looking = undefined;
      if (again && !life.signal.aborted) look();
    });
  }

  async function lookOnce(): Promise<void> {
    const { judgement, now } = await judgeNow(isCreated);
    if (life.signal.aborted) return;
    const words = JSON.stringify(judgement.services.map(({ service, state, reason }) => [service, state, reason]));
    if (words !== told) onChange?.(judgement);
    told = words;
    failing = judgement.settled && judgement.failed?.cause === 'itself' ? failing?.words === words ? failing : { words, since: now } : undefined;
    if (failing !== undefined && now - failing.since < settleTime) {
      clearTimeout(timer);
      timer = setTimeout(look, settleTime - (now - failing.since));
      return;
    }
    if (judgement.settled || judgement.failed?.cause === 'late') {
      dispose();
      resolve(judgement);
      return;
    }
    clearTimeout(timer);
    if (judgement.again !== undefined) timer = setTimeout(look, Math.max(judgement.again - now, 10));
  }

  async function judgeNow(created: boolean): Promise<{ judgement: Judgement; now: number }> {
    // What the watch knows may be older than what Compose has just done.
    const listed = await engine.containersOf(project, signal);
    const details = (await Promise.all(listed.map(({ id }) => engine.details(id, signal)))).filter((one): one is ContainerDetails => one !== undefined);
    const now = Date.now();
    const present = new Set(details.map(({ id }) => id));
    for (const id of known.keys()) if (!present.has(id)) known.delete(id);
    for (const one of details) known.set(one.id, lookedAt(one, known.get(one.id), now));
    return { judgement: judge(services, [...known.values()], { created, now, limit }), now };
  }

  function dispose(): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancelled);
    watch.dispose();
    life.abort();
  }

  return {
    created() {
      isCreated = true;
      look();
    },
    look: async () => (await judgeNow(true)).judgement,
    ended,
    dispose,
  };
}

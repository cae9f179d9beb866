// Keeps an up-to-date list of the projects' containers: a list, then the engine's events, and patience while the engine
// is away. It knows nothing of environments and views.

import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { orderContainers } from '#host/engine/container-facts.ts';
import type { Engine } from '#host/engine/engine.ts';

export interface WatchListener {
  /** The whole list: at first, after each change of a fact, and when the engine is back. */
  changed(containers: readonly ContainerFacts[]): void;
  /** The engine does not answer: once for each change of the failure's kind. */
  failed(failure: Failure): void;
}

export interface WatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait before trying again: the first time, and at most (500 and 15 000 if left out). */
  readonly backOff?: { readonly first: number; readonly most: number } | undefined;
}

export interface Watch {
  /** Lists anew now, also while waiting to try again. */
  refresh(): void;
  /** Ends the watch; the listener is not called any more. */
  dispose(): void;
}

/** Milliseconds in which the events of one happening (`kill`, `die`, `stop`) are taken together. */
const gathering = 20;

/** Milliseconds in which the answers to one batch of questions arrive together. */
const settling = 10;

/**
 * Milliseconds after which an answer is late: the engine had the container locked, and told what it knew before. It is
 * asked again after as many.
 */
const late = 450;

/** Milliseconds that a stream of events must have lived for its end to be worth an immediate new one. */
const worthwhile = 5000;

/**
 * Begins to watch. It does not dispose the engine, and does not give up before it is disposed or aborted. An engine that
 * closes its stream and answers again at once is no failure.
 */
export function watchContainers(engine: Engine, listener: WatchListener, options: WatchOptions = {}): Watch {
  const disposed = new AbortController();
  const signal = options.signal === undefined ? disposed.signal : AbortSignal.any([disposed.signal, options.signal]);
  const { first, most } = options.backOff ?? { first: 500, most: 15_000 };
  let session: Session | undefined;
  let wake: () => void = () => undefined;
  let failed: Failure | undefined;

  async function follow(): Promise<void> {
    let wait = first;
    let reported: string | undefined;
    while (!signal.aborted) {
      const began = Date.now();
      const current = startSession(engine, signal, (containers) => {
        // After a failure the listener waits for a word, also if it is the same as before.
        const facts = JSON.stringify(containers);
        if (signal.aborted || (facts === reported && failed === undefined)) return;
        reported = facts;
        failed = undefined;
        wait = first;
        listener.changed(containers);
      });
      session = current;
      const failure = await current.ended;
      session = undefined;
      if (signal.aborted) return;
      if (failure === undefined && Date.now() - began > worthwhile) continue;
      if (failure !== undefined && failure.kind !== failed?.kind) {
        failed = failure;
        listener.failed(failure);
      }
      // An aborted pause is noticed by the loop's condition.
      await pause(wait);
      wait = Math.min(wait * 2, most);
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done, { once: true });
      wake = done;
    });
  }

  void follow();
  return {
    refresh() {
      wake();
      session?.relist();
    },
    dispose: () => disposed.abort(),
  };
}

/** One connection to the engine, from the list until its events end. */
interface Session {
  relist(): void;
  /** Undefined where the engine closed the stream, or the watch was ended. Defects are thrown. */
  readonly ended: Promise<Failure | undefined>;
}

function startSession(engine: Engine, signal: AbortSignal, report: (containers: readonly ContainerFacts[]) => void): Session {
  const broken = new AbortController();
  const life = AbortSignal.any([signal, broken.signal]);
  const known = new Map<string, ContainerFacts>();
  const named = new Set<string>();
  /** Containers that are being looked at, and whether an event has named them since. */
  const looking = new Map<string, boolean>();
  let gatherer: NodeJS.Timeout | undefined;
  let reporter: NodeJS.Timeout | undefined;
  let listing = false;
  let listed = false;
  /** Containers that events have named while a list was on its way, which it may not know of yet. */
  const sinceListing = new Set<string>();

  async function list(): Promise<void> {
    listing = true;
    sinceListing.clear();
    const containers = await engine.containers(life);
    listing = false;
    listed = true;
    known.clear();
    for (const container of containers) known.set(container.id, container);
    for (const id of sinceListing) name(id);
    report(orderContainers(known.values()));
  }

  function name(id: string): void {
    if (life.aborted) return;
    if (listing) sinceListing.add(id);
    named.add(id);
    gatherer ??= setTimeout(() => {
      gatherer = undefined;
      for (const one of named) look(one);
      named.clear();
    }, gathering);
  }

  function look(id: string): void {
    if (looking.has(id)) {
      looking.set(id, true);
      return;
    }
    looking.set(id, false);
    const began = Date.now();
    engine.container(id, life).then((container) => {
      const again = looking.get(id) === true;
      looking.delete(id);
      if (container === undefined) known.delete(id);
      else known.set(id, container);
      if (again) look(id);
      else if (Date.now() - began > late) setTimeout(name, late, id);
      reportSoon();
    }).catch(fail);
  }

  function reportSoon(): void {
    reporter ??= setTimeout(() => {
      reporter = undefined;
      // Before the first list is there, what is known is only a part.
      if (listed && !life.aborted) report(orderContainers(known.values()));
    }, settling);
  }

  function fail(error: unknown): void {
    broken.abort(error);
  }

  async function follow(): Promise<Failure | undefined> {
    try {
      const events = await engine.events(life);
      await list();
      for await (const event of events) name(event.containerId);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const reason: unknown = broken.signal.aborted ? broken.signal.reason : error;
      if (reason instanceof Failure) return reason;
      throw reason;
    } finally {
      clearTimeout(gatherer);
      clearTimeout(reporter);
      broken.abort();
    }
  }

  return {
    relist() {
      if (!listed || listing) return;
      list().catch(fail);
    },
    ended: follow(),
  };
}

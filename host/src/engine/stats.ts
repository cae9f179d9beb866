// The engine's streams of statistics: one for each container while somebody watches, and none a moment later. It knows
// nothing of health and views.

import type { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import { sampleOf, type EngineStats, type Sample } from '#core/monitor/sample.ts';
import { usageBetween, type Usage } from '#core/monitor/usage.ts';
import type { Engine } from '#host/engine/engine.ts';
import { cutLines } from '#host/process/lines.ts';

export interface StatsListener {
  /** Once a second for each container that runs. */
  used(id: string, usage: Usage): void;
  /** The container does not run any more: what it used is over. */
  stopped(id: string): void;
  /** Its stream broke, and is opened again after a while. */
  failed(id: string, failure: Failure): void;
}

export interface StatsOptions {
  /** Milliseconds to wait before a stream is opened again: the first time, and at most (1000 and 15 000 if left out). */
  readonly backOff?: { readonly first: number; readonly most: number } | undefined;
}

export interface StatsWatch {
  /** Watches these containers and no others. */
  follow(ids: readonly string[]): void;
  /** Ends all streams; the listener is not called any more. */
  dispose(): void;
}

/** Opens nothing before there is a container to follow. It does not dispose the engine. */
export function watchStats(engine: Engine, listener: StatsListener, options: StatsOptions = {}): StatsWatch {
  const streams = new Map<string, AbortController>();
  const { first, most } = options.backOff ?? { first: 1000, most: 15_000 };

  async function keepOpen(id: string, life: AbortSignal): Promise<void> {
    let wait = first;
    while (!life.aborted) {
      try {
        for await (const sample of samples(engine, id, life)) {
          if (life.aborted) return;
          wait = first;
          if (sample === undefined) listener.stopped(id);
          else listener.used(id, sample);
        }
      } catch (error) {
        if (life.aborted) return;
        if (!(error instanceof Failure)) throw error;
        listener.failed(id, error);
      }
      await pause(wait, life);
      wait = Math.min(wait * 2, most);
    }
  }

  return {
    follow(ids) {
      const wanted = new Set(ids);
      for (const [id, life] of streams) {
        if (wanted.has(id)) continue;
        streams.delete(id);
        life.abort();
      }
      for (const id of wanted) {
        if (streams.has(id)) continue;
        const life = new AbortController();
        streams.set(id, life);
        void keepOpen(id, life.signal);
      }
    },
    dispose() {
      for (const life of streams.values()) life.abort();
      streams.clear();
    },
  };
}

/** The usages of one stream as they come, undefined for a moment in which the container does not run. It ends when the container is gone. */
async function* samples(engine: Engine, id: string, life: AbortSignal): AsyncGenerator<Usage | undefined> {
  // The stream outlives the question, so it has a signal of its own; dockerode's types do not know of it here.
  const options = { stream: true as const, abortSignal: life };
  const stream = await engine.ask((docker) => docker.getContainer(id).stats(options), life) as Readable;
  const answers: EngineStats[] = [];
  const lines = cutLines((line) => { if (line.startsWith('{')) answers.push(parse(line)); });
  const stop = (): void => { stream.destroy(); };
  life.addEventListener('abort', stop, { once: true });
  try {
    stream.setEncoding('utf8');
    let before: Sample | undefined;
    for await (const chunk of stream) {
      lines.write(String(chunk));
      for (const answer of answers.splice(0)) {
        const sample = sampleOf(answer);
        yield sample && usageBetween(before, sample);
        before = sample;
      }
    }
  } catch (error) {
    life.throwIfAborted();
    throw error instanceof Failure ? error : new Failure('engine-unreachable', 'the engine stopped telling what its containers use', { cause: error });
  } finally {
    life.removeEventListener('abort', stop);
    stream.destroy();
  }
}

function parse(line: string): EngineStats {
  try {
    return JSON.parse(line) as EngineStats;
  } catch (error) {
    throw new Failure('engine-unreachable', 'the engine sent a line that is no statistics', { cause: error });
  }
}

function pause(milliseconds: number, life: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      life.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    life.addEventListener('abort', done, { once: true });
    if (life.aborted) done();
  });
}

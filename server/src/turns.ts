// A long check gives way to what people wait for: after some milliseconds its next step comes behind everything that has
// happened meanwhile. Core has no timers, so that it asks for its turn through the cancellation and the files that it is given.

import type { Cancellation } from '#core/outside.ts';

/** Milliseconds that work goes on before others have their turn: answers take not much longer than that for it. */
const budget = 3;

/** As many steps of a promise as lie between a file that was asked for and whoever goes on with it. */
const steps = 8;

export interface Clock {
  now(): number;
  /** Calls back behind everything that has happened. */
  later(action: () => void): void;
}

const systemClock: Clock = { now: () => performance.now(), later: (action) => void setImmediate(action) };

/** The turns of one piece of work, which may go on in many places at once. */
export class Turns {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #began: number;

  constructor(clock = systemClock) {
    this.#clock = clock;
    this.#began = clock.now();
  }

  /** Undefined while the work may go on; else what it has to wait for. */
  take(): Promise<void> | undefined {
    if (this.#clock.now() - this.#began < budget) return undefined;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#clock.later(() => void this.#serve());
    });
  }

  /** Lets those go on that wait, one after the other, as long as the time lasts. */
  async #serve(): Promise<void> {
    this.#began = this.#clock.now();
    for (const waiting = this.#waiting; waiting.length > 0;) {
      waiting[0]?.();
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      waiting.shift();
      if (waiting.length > 0 && this.#clock.now() - this.#began >= budget) return this.#clock.later(() => void this.#serve());
    }
  }
}

/** What stops a piece of work and gives it its turns. */
export function inTurns(signal: AbortSignal, turns = new Turns()): Cancellation & { turn(): Promise<void> | undefined } {
  return {
    get aborted() {
      return signal.aborted;
    },
    throwIfAborted: () => signal.throwIfAborted(),
    turn: () => turns.take(),
  };
}

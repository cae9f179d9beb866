// Keeps the language server told of what the engine says, for its live rules: asked anew a moment after something may have
// changed it, and told only where it is other than before.

import type { EngineFacts } from '#core/outside.ts';

export interface LiveFactsOptions {
  readonly ask: (signal: AbortSignal) => Promise<EngineFacts>;
  /** Tells of changes for as long as the connection lasts, and resolves when it ends. */
  readonly follow: (changed: () => void, signal: AbortSignal) => Promise<void>;
  /** Undefined when nothing is known any more. */
  readonly tell: (facts: EngineFacts | undefined) => void;
  readonly failed: (error: unknown) => void;
  /** Milliseconds in which changes are taken together: starting a project makes dozens. */
  readonly pause?: number;
}

/** Milliseconds that a connection must have lasted for its end to be worth a new one at once. */
const worthwhile = 5000;

/** Lives as long as the connection to the engine. */
export class LiveFacts {
  readonly #options: LiveFactsOptions;
  readonly #disposed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #following = false;
  #again = false;
  #told: string | undefined;

  constructor(options: LiveFactsOptions) {
    this.#options = options;
  }

  /** Something may be other than before. */
  changed(): void {
    if (this.#disposed.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.#options.pause ?? 1000);
  }

  /** The engine does not answer: what it said is no longer known. */
  lost(): void {
    clearTimeout(this.#timer);
    if (this.#told !== undefined) this.#options.tell(undefined);
    this.#told = undefined;
  }

  dispose(): void {
    this.lost();
    this.#disposed.abort();
  }

  async #ask(): Promise<void> {
    this.#again = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    try {
      // First, so that nothing that happens meanwhile is missed.
      void this.#follow();
      const facts = await this.#options.ask(this.#disposed.signal);
      const told = JSON.stringify(facts);
      if (!this.#disposed.signal.aborted && told !== this.#told) {
        this.#told = told;
        this.#options.tell(facts);
      }
    } catch (error) {
      if (!this.#disposed.signal.aborted) {
        this.lost();
        this.#options.failed(error);
      }
    } finally {
      this.#asking = false;
      if (this.#again) this.changed();
    }
  }

  async #follow(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    const began = Date.now();
    try {
      await this.#options.follow(() => this.changed(), this.#disposed.signal);
    } catch (error) {
      if (!this.#disposed.signal.aborted) this.#options.failed(error);
    } finally {
      this.#following = false;
    }
    if (Date.now() - began > worthwhile) this.changed();
  }
}

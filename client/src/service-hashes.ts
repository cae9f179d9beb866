// Keeps the hash that Compose gives each service of each environment, as far as it is known. Asking takes a
// process each time, so answers are kept while the files stay the same, and only two are asked for at once.
// It knows no editor: whoever makes it says how to ask.

import type { EnvironmentSummary } from '#core/protocol.ts';
import type { Hashes } from '#client/environment-picture.ts';

export interface ServiceHashesOptions {
  /** Asks Compose. */
  readonly read: (environment: EnvironmentSummary, signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;
  /** A text that changes when the environment's files do. */
  readonly fingerprint: (environment: EnvironmentSummary) => Promise<string>;
  /** Called after each answer. */
  readonly changed: () => void;
  /** Called when Compose refuses an environment; its hashes are unknown then. */
  readonly failed: (environment: EnvironmentSummary, error: unknown) => void;
}

/** Lives as long as a connection to Docker. */
export class ServiceHashes {
  readonly #options: ServiceHashesOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(options: ServiceHashesOptions) {
    this.#options = options;
  }

  /** What is known now. */
  current(): Hashes {
    return new Map([...this.#entries].flatMap(([id, { hashes }]) => hashes === undefined ? [] : [[id, hashes] as const]));
  }

  /** Looks at these environments and no others; asks where the files have changed, and where `anew` says so. */
  update(environments: readonly EnvironmentSummary[], anew: (environment: EnvironmentSummary) => boolean = () => false): void {
    const ids = new Set(environments.map(({ id }) => id));
    for (const [id, entry] of this.#entries) {
      if (ids.has(id)) continue;
      entry.work?.abort();
      this.#entries.delete(id);
    }
    for (const environment of environments) this.#look(environment, anew(environment));
  }

  /** Resolves when nothing is being asked. */
  async settled(): Promise<void> {
    for (;;) {
      const running = [...this.#entries.values()].flatMap(({ done }) => done === undefined ? [] : [done]);
      if (running.length === 0) return;
      await Promise.all(running);
    }
  }

  dispose(): void {
    for (const entry of this.#entries.values()) entry.work?.abort();
    this.#entries.clear();
  }

  #look(environment: EnvironmentSummary, anew: boolean): void {
    const entry = this.#entries.get(environment.id) ?? { fingerprint: undefined, hashes: undefined, work: undefined, done: undefined };
    this.#entries.set(environment.id, entry);
    entry.work?.abort();
    const work = new AbortController();
    entry.work = work;
    const done = this.#ask(environment, entry, work.signal, anew).finally(() => {
      if (entry.work === work) {
        entry.work = undefined;
        entry.done = undefined;
      }
    });
    entry.done = done;
  }

  async #ask(environment: EnvironmentSummary, entry: Entry, signal: AbortSignal, anew: boolean): Promise<void> {
    await this.#turn();
    try {
      if (signal.aborted) return;
      const fingerprint = await this.#options.fingerprint(environment);
      if (signal.aborted || (!anew && fingerprint === entry.fingerprint)) return;
      const hashes = await this.#options.read(environment, signal);
      if (signal.aborted) return;
      entry.fingerprint = fingerprint;
      entry.hashes = hashes;
      this.#options.changed();
    } catch (error) {
      if (signal.aborted) return;
      entry.fingerprint = undefined;
      entry.hashes = undefined;
      this.#options.failed(environment, error);
      this.#options.changed();
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#busy >= atOnce) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#busy += 1;
  }
}

interface Entry {
  fingerprint: string | undefined;
  hashes: ReadonlyMap<string, string> | undefined;
  work: AbortController | undefined;
  done: Promise<void> | undefined;
}

const atOnce = 2;

// Puts together what the monitor shows of containers: the engine's statistics, inspections, and a look at the disk. While
// nobody watches it asks nothing; what it knows of the last minute it keeps.

import { Failure } from '#core/failure.ts';
import { mergedProbes, type Reading, type Vitals } from '#core/monitor/reading.ts';
import { withUsage, type Usage } from '#core/monitor/usage.ts';
import { vanishedMounts } from '#core/monitor/vanished-mounts.ts';
import type { ContainerFacts, ContainerMount, FileSystem } from '#core/outside.ts';
import type { Engine } from '#host/engine/engine.ts';
import { watchStats, type StatsWatch } from '#host/engine/stats.ts';
import { askVitals } from '#host/engine/vitals.ts';

export interface MonitorOptions {
  /** The disk on which mounts are looked for, if the engine's. */
  readonly files: FileSystem;
  /** Called after each change of a reading, several times a second. */
  readonly changed: () => void;
  /** A question that failed; the next one is asked all the same. */
  readonly failed: (failure: Failure) => void;
  /** Milliseconds between two inspections of all, 5000 if left out. */
  readonly interval?: number | undefined;
}

/** How many containers are inspected at once. */
const inspectedAtOnce = 8;

/** Lives as long as the connection to the engine, which it does not dispose. */
export class Monitor {
  readonly #engine: Engine;
  readonly #options: MonitorOptions;
  readonly #stats: StatsWatch;
  readonly #known = new Map<string, Known>();
  #containers: readonly ContainerFacts[] = [];
  #life: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(engine: Engine, options: MonitorOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#stats = watchStats(engine, {
      used: (id, usage) => this.#change(id, (known) => ({ ...known, usages: withUsage(known.usages, usage) })),
      stopped: (id) => this.#change(id, (known) => ({ ...known, usages: [] })),
      failed: (_, failure) => options.failed(failure),
    });
  }

  /** In the order of the containers. */
  get readings(): readonly Reading[] {
    return this.#containers.map((container) => ({ container, ...this.#known.get(container.id) ?? unknown }));
  }

  /** Says which containers are meant, and how they are now. */
  look(containers: readonly ContainerFacts[]): void {
    const before = new Map(this.#containers.map((container) => [container.id, container]));
    this.#containers = containers;
    const ids = new Set(containers.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    if (this.#life === undefined) return;
    this.#follow();
    const changed = containers.filter((container) => JSON.stringify(container) !== JSON.stringify(before.get(container.id)));
    if (changed.length > 0) this.#inspect(changed);
    this.#options.changed();
  }

  /** Begins to ask, or ends it at once. */
  watch(watched: boolean): void {
    if (watched === (this.#life !== undefined)) return;
    if (!watched) {
      this.#life?.abort();
      this.#life = undefined;
      clearInterval(this.#timer);
      this.#stats.follow([]);
      return;
    }
    this.#life = new AbortController();
    // A picture of long ago would be drawn as if it were of a moment ago.
    for (const [id, known] of this.#known) this.#known.set(id, { ...known, usages: [] });
    this.#follow();
    this.#inspect(this.#containers);
    this.#timer = setInterval(() => this.#inspect(this.#containers), this.#options.interval ?? 5000);
  }

  /** Resolves when what was to be inspected is. */
  settled(): Promise<void> {
    return this.#looking;
  }

  dispose(): void {
    this.watch(false);
    this.#stats.dispose();
  }

  #follow(): void {
    this.#stats.follow(this.#containers.filter(({ state }) => state === 'running' || state === 'paused').map(({ id }) => id));
    for (const { id, state } of this.#containers) {
      if (state !== 'running' && state !== 'paused' && (this.#known.get(id)?.usages.length ?? 0) > 0) this.#change(id, (known) => ({ ...known, usages: [] }));
    }
  }

  /** One round after the other. */
  #inspect(containers: readonly ContainerFacts[]): void {
    const life = this.#life;
    if (life === undefined) return;
    this.#looking = this.#looking.then(async () => {
      for (let start = 0; start < containers.length && !life.signal.aborted; start += inspectedAtOnce) {
        await Promise.all(containers.slice(start, start + inspectedAtOnce).map((container) => this.#inspectOne(container, life.signal)));
      }
    });
  }

  async #inspectOne(container: ContainerFacts, signal: AbortSignal): Promise<void> {
    try {
      const [vitals, vanished] = await Promise.all([askVitals(this.#engine, container.id, signal), this.#vanished(container, signal)]);
      if (vitals === undefined || signal.aborted) return;
      this.#change(container.id, (known) => ({ ...known, vanished, vitals: { ...vitals, probes: mergedProbes(known.vitals?.probes ?? [], vitals.probes) } }));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Failure)) throw error;
      this.#options.failed(error);
    }
  }

  /** Paths of another machine's engine are not looked for on this disk. */
  async #vanished(container: ContainerFacts, signal: AbortSignal): Promise<readonly ContainerMount[]> {
    const { connection } = await this.#engine.endpoint();
    return connection.kind === 'unix' ? vanishedMounts(container, this.#options.files, signal) : [];
  }

  #change(id: string, change: (known: Known) => Known): void {
    if (this.#life === undefined || !this.#containers.some((container) => container.id === id)) return;
    this.#known.set(id, change(this.#known.get(id) ?? unknown));
    this.#options.changed();
  }
}

interface Known {
  readonly vitals: Vitals | undefined;
  readonly usages: readonly Usage[];
  readonly vanished: readonly ContainerMount[];
}

const unknown: Known = { vitals: undefined, usages: [], vanished: [] };

// All that the monitor knows of one container at one moment: what the command prints and the view draws.

import type { ContainerFacts, ContainerMount } from '#core/outside.ts';
import type { Usage } from '#core/monitor/usage.ts';

/** One probe of a health check. */
export interface Probe {
  /** When it ended, in milliseconds since 1970. */
  readonly ended: number;
  readonly ok: boolean;
  /** What it printed, at most its first 4096 bytes. */
  readonly output: string;
}

/** What an inspection tells beside the facts. */
export interface Vitals {
  /** In CPUs and bytes; undefined without a limit. */
  readonly cpuLimit: number | undefined;
  readonly memoryLimit: number | undefined;
  /** How often the engine has started it again by its restart policy. */
  readonly restarts: number;
  /** Whether it ended because it wanted more memory than its limit. */
  readonly outOfMemory: boolean;
  /** The last probes of its health check, the oldest first. */
  readonly probes: readonly Probe[];
}

export interface Reading {
  readonly container: ContainerFacts;
  /** Undefined before the engine has told them. */
  readonly vitals: Vitals | undefined;
  /** The last minute, the oldest first; empty where it does not run. */
  readonly usages: readonly Usage[];
  /** Bind mounts whose source is gone from the disk since. */
  readonly vanished: readonly ContainerMount[];
}

/** How many probes are remembered: the engine itself keeps five. */
export const rememberedProbes = 20;

/** The probes known so far with those that the engine tells now, each once. */
export function mergedProbes(known: readonly Probe[], told: readonly Probe[]): readonly Probe[] {
  const last = known.at(-1)?.ended ?? 0;
  return [...known, ...told.filter(({ ended }) => ended > last)].slice(-rememberedProbes);
}

/** What is wrong with a container, gravest first. */
export type Trouble = 'out-of-memory' | 'failed' | 'unhealthy' | 'restarting' | 'mount-gone' | 'memory-short' | 'cpu-short';

/** How near to its limit something must be to be short. */
const short = 0.9;

/** What a person should look at. */
export function troublesOf({ container, vitals, usages, vanished }: Reading): readonly Trouble[] {
  const { state, health, exitCode } = container;
  const now = usages.at(-1);
  const isShort = (used: number | undefined, limit: number | undefined): boolean => used !== undefined && limit !== undefined && used > limit * short;
  const found: readonly (readonly [Trouble, boolean])[] = [
    ['out-of-memory', vitals?.outOfMemory === true && state !== 'running'],
    // 143 and 137 are how a container ends that was told to stop.
    ['failed', state === 'dead' || (state === 'exited' && vitals?.outOfMemory !== true && ![undefined, 0, 137, 143].includes(exitCode))],
    ['unhealthy', health === 'unhealthy'],
    ['restarting', state === 'restarting'],
    ['mount-gone', vanished.length > 0],
    ['memory-short', isShort(now?.memory, vitals?.memoryLimit)],
    ['cpu-short', isShort(now?.cpu, vitals?.cpuLimit)],
  ];
  return found.flatMap(([trouble, is]) => (is ? [trouble] : []));
}

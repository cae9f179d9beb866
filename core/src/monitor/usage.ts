// What a container uses, worked out from two samples, and the last minute of it.

import type { Sample } from '#core/monitor/sample.ts';

/** The use of one moment; rates are bytes in a second. What cannot be told is undefined. */
export interface Usage {
  readonly time: number;
  /** 1 is one CPU; undefined before there are two samples. */
  readonly cpu: number | undefined;
  readonly memory: number;
  readonly received: number | undefined;
  readonly sent: number | undefined;
  readonly read: number | undefined;
  readonly written: number | undefined;
  readonly processes: number | undefined;
}

/** How many moments are remembered: the engine tells one each second. */
export const rememberedUsages = 60;

/**
 * The use between two samples of a container. Time is the divisor, not `system_cpu_usage`: the engine reads that once for
 * all containers, before it asks for the first (moby, daemon/stats/collector.go).
 */
export function usageBetween(before: Sample | undefined, now: Sample): Usage {
  const elapsed = before === undefined ? 0 : now.time - before.time;
  // A counter that has gone back belongs to another start of the container.
  const rate = (earlier: number | undefined, later: number | undefined): number | undefined => (
    elapsed <= 0 || later === undefined || earlier === undefined || later < earlier ? undefined : (later - earlier) * 1000 / elapsed
  );
  const cpu = rate(before?.cpu, now.cpu);
  return {
    time: now.time,
    cpu: cpu === undefined ? undefined : cpu / 1e9,
    memory: now.memory,
    received: rate(before?.received, now.received),
    sent: rate(before?.sent, now.sent),
    read: rate(before?.read, now.read),
    written: rate(before?.written, now.written),
    processes: now.processes,
  };
}

/** The usages with one more, the oldest left out where there are too many. */
export function withUsage(usages: readonly Usage[], usage: Usage): readonly Usage[] {
  return [...usages, usage].slice(-rememberedUsages);
}

// What the engine counts of one container at one moment. It reads the two ways in which Linux counts (cgroup v1 and v2)
// into one, and knows nothing of what lies between two moments.

/** One object of `GET /containers/{id}/stats`, as far as it is read (API 1.41 to 1.51). */
export interface EngineStats {
  /** The year 1 where the container does not run. */
  readonly read?: string;
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number }; readonly online_cpus?: number };
  readonly memory_stats?: { readonly usage?: number; readonly limit?: number; readonly stats?: Readonly<Record<string, number>> | null };
  /** Absent with `network_mode: host` and `none`. */
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>> | null;
  readonly blkio_stats?: { readonly io_service_bytes_recursive?: readonly { readonly op: string; readonly value: number }[] | null };
  readonly pids_stats?: { readonly current?: number };
}

/** Counters since the start of the container, and levels. What the engine does not say is undefined. */
export interface Sample {
  /** Milliseconds since 1970 by the engine's clock. */
  readonly time: number;
  /** Nanoseconds of one CPU. */
  readonly cpu: number;
  /** Bytes, without what the kernel would give back. */
  readonly memory: number;
  /** Bytes that it may take; the whole machine's where it has no limit. */
  readonly memoryLimit: number | undefined;
  readonly received: number | undefined;
  readonly sent: number | undefined;
  readonly read: number | undefined;
  readonly written: number | undefined;
  readonly processes: number | undefined;
}

/** The sample that an answer holds, or undefined where the container does not run. */
export function sampleOf({ read, cpu_stats, memory_stats, networks, blkio_stats, pids_stats }: EngineStats): Sample | undefined {
  const time = Date.parse(read ?? '');
  const cpu = cpu_stats?.cpu_usage?.total_usage;
  if (!(time > 0) || cpu === undefined || memory_stats?.usage === undefined) return undefined;
  const interfaces = networks == null ? undefined : Object.values(networks);
  const operations = blkio_stats?.io_service_bytes_recursive ?? [];
  const bytesOf = (name: string): number | undefined => (
    operations.length === 0 ? undefined : sum(operations.filter(({ op }) => op.toLowerCase() === name).map(({ value }) => value))
  );
  return {
    time, cpu,
    memory: memory_stats.usage - reclaimable(memory_stats.stats ?? {}, memory_stats.usage),
    memoryLimit: memory_stats.limit,
    received: interfaces && sum(interfaces.map(({ rx_bytes }) => rx_bytes)),
    sent: interfaces && sum(interfaces.map(({ tx_bytes }) => tx_bytes)),
    // cgroup v1 writes `Read`, v2 `read`; neither says anything before the first byte.
    read: bytesOf('read'),
    written: bytesOf('write'),
    processes: pids_stats?.current,
  };
}

/**
 * The file cache that nobody used lately is counted as used and is given back first (docker/cli,
 * calculateMemUsageUnixNoCache). cgroup v1 has it with `total_` for the container and all below it, v2 without.
 */
function reclaimable(stats: Readonly<Record<string, number>>, usage: number): number {
  const cache = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
  return cache < usage ? cache : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

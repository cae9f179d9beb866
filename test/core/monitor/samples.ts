// Answers of `GET /containers/{id}/stats`: of engine 20.10.24 on cgroup v1, recorded from a container with half a CPU and
// 64 MiB that does nothing but count; of cgroup v2 in the form of its answers.

import type { EngineStats } from '#core/monitor/sample.ts';

const v1Memory = {
  active_anon: 4096, active_file: 36864, cache: 36864, dirty: 0, hierarchical_memory_limit: 67108864, hierarchical_memsw_limit: 134217728,
  inactive_anon: 61440, inactive_file: 0, mapped_file: 36864, rss: 65536, total_active_anon: 4096, total_active_file: 36864, total_cache: 36864,
  total_inactive_anon: 61440, total_inactive_file: 0, total_mapped_file: 36864, total_rss: 65536,
};

/** Three seconds of it. */
export const recorded: readonly EngineStats[] = ([
  ['2026-11-21T04:51:14.721793871Z', 1363086918, 586], ['2026-11-21T04:51:15.733070457Z', 1862821552, 736], ['2026-11-21T04:51:16.739450364Z', 2366691898, 736],
] as const).map(([read, total_usage, rx_bytes]) => ({
  read,
  pids_stats: { current: 1 },
  blkio_stats: { io_service_bytes_recursive: [] },
  cpu_stats: { cpu_usage: { total_usage }, online_cpus: 2 },
  memory_stats: { usage: 704512, stats: v1Memory, limit: 67108864 },
  networks: { eth0: { rx_bytes, tx_bytes: 0 } },
}));

/** What the stream says each second while the container is stopped. */
export const stopped: EngineStats = {
  read: '0001-01-01T00:00:00Z',
  pids_stats: {},
  blkio_stats: { io_service_bytes_recursive: null },
  cpu_stats: { cpu_usage: { total_usage: 0 } },
  memory_stats: {},
};

/** cgroup v2: nothing is `total_`, operations are small letters. Each second one more MiB is written and 2000 bytes are sent on one of two networks. */
export function v2(second: number, more: Partial<EngineStats> = {}): EngineStats {
  return {
    read: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    pids_stats: { current: 3 },
    blkio_stats: { io_service_bytes_recursive: [
      { op: 'read', value: 4096 }, { op: 'write', value: second * 1048576 }, { op: 'read', value: 0 }, { op: 'write', value: 0 },
    ] },
    cpu_stats: { cpu_usage: { total_usage: second * 2_500_000_000 }, online_cpus: 4 },
    memory_stats: { usage: 12_582_912, stats: { active_file: 69632, anon: 11309056, file: 884736, inactive_file: 2_097_152 }, limit: 12_252_557_312 },
    networks: { eth0: { rx_bytes: 446, tx_bytes: 1000 }, eth1: { rx_bytes: 0, tx_bytes: second * 2000 } },
    ...more,
  };
}

// Samples and what is worked out from two of them.

import assert from 'node:assert/strict';
import { cpuText, flowText, sizeText } from '#core/monitor/amounts.ts';
import { sampleOf } from '#core/monitor/sample.ts';
import { usageBetween, withUsage } from '#core/monitor/usage.ts';
import { recorded, stopped, v2 } from './samples.ts';

describe('what a container uses', () => {
  const use = (before: Parameters<typeof sampleOf>[0] | undefined, now: Parameters<typeof sampleOf>[0]) => {
    const sample = sampleOf(now);
    assert.ok(sample);
    return usageBetween(before && sampleOf(before), sample);
  };

  it('is half a CPU where it may have half a CPU, on cgroup v1', () => {
    const [first, second, third] = recorded.map((answer) => sampleOf(answer));
    assert.ok(first && second && third);
    assert.equal(usageBetween(undefined, first).cpu, undefined);
    for (const usage of [usageBetween(first, second), usageBetween(second, third)]) assert.ok(Math.abs((usage.cpu ?? 0) - 0.5) < 0.01, String(usage.cpu));
    assert.equal(usageBetween(first, second).received?.toFixed(0), '148');
    assert.deepEqual([second.memory, second.memoryLimit, second.processes], [704512, 67108864, 1]);
  });

  it('is more than one CPU, and the sum of all networks and devices, on cgroup v2', () => {
    assert.deepEqual(use(v2(1), v2(2)), { time: Date.UTC(2026, 0, 1, 0, 0, 2), cpu: 2.5, memory: 10_485_760, received: 0, sent: 2000, read: 0, written: 1048576, processes: 3 });
  });

  it('leaves out the cache that nobody used lately', () => {
    const memory = (usage: number, stats: Readonly<Record<string, number>>) => use(undefined, v2(1, { memory_stats: { usage, stats } })).memory;
    assert.equal(memory(1000, { inactive_file: 300 }), 700);
    assert.equal(memory(1000, { inactive_file: 100, total_inactive_file: 300 }), 700, 'cgroup v1 has both');
    assert.equal(memory(1000, { inactive_file: 1000 }), 1000, 'what cannot be is not believed');
    assert.equal(memory(1000, {}), 1000);
  });

  it('is unknown where the engine does not say it', () => {
    const { networks: _, ...hostNetwork } = v2(2, { blkio_stats: {} });
    const usage = use({ ...v2(1), blkio_stats: { io_service_bytes_recursive: null } }, hostNetwork);
    assert.deepEqual([usage.received, usage.sent, usage.read, usage.written], [undefined, undefined, undefined, undefined]);
    assert.equal(usage.cpu, 2.5);
  });

  it('is nothing for a container that is stopped', () => {
    assert.equal(sampleOf(stopped), undefined);
    assert.equal(sampleOf({}), undefined);
  });

  it('is unknown across a restart, and when a sample comes twice', () => {
    const usage = use(v2(100), { ...v2(1), read: v2(101).read ?? '' });
    assert.deepEqual([usage.cpu, usage.sent, usage.written], [undefined, undefined, undefined]);
    assert.equal(use(v2(1), v2(1)).cpu, undefined);
  });

  it('is remembered for a minute', () => {
    let usages: ReturnType<typeof withUsage> = [];
    for (let second = 1; second <= 70; second += 1) usages = withUsage(usages, use(undefined, v2(second)));
    assert.deepEqual([usages.length, usages[0]?.time, usages.at(-1)?.time], [60, Date.UTC(2026, 0, 1, 0, 0, 11), Date.UTC(2026, 0, 1, 0, 1, 10)]);
  });
});

describe('amounts', () => {
  it('have three digits and one unit', () => {
    assert.deepEqual([0, 999, 1000, 1024, 1536, 10 * 1024 ** 2, 999.6 * 1024 ** 2, 64 * 1024 ** 3, undefined].map(sizeText), ['0 B', '999 B', '0.98 KiB', '1 KiB', '1.5 KiB', '10 MiB', '0.98 GiB', '64 GiB', '–']);
    assert.deepEqual([0, 0.4, 999.6, 1234, 2_000_000, undefined].map(flowText), ['0 B/s', '0 B/s', '1 kB/s', '1.23 kB/s', '2 MB/s', '–']);
    assert.deepEqual([0, 0.004, 0.5, 0.999999, 2.5, 16, undefined].map(cpuText), ['0 %', '0.4 %', '50 %', '100 %', '250 %', '1600 %', '–']);
  });
});

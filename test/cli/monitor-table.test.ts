// What `composure monitor` prints of readings.

import assert from 'node:assert/strict';
import type { Reading } from '#core/monitor/reading.ts';
import { columns } from '#cli/report/display-text.ts';
import { monitorJson, monitorTable } from '#cli/report/monitor-table.ts';
import { container } from '../client/samples.ts';

const usage = { time: Date.UTC(2026, 0, 1), cpu: 0.505, memory: 31_457_280, received: 1200, sent: 0, read: undefined, written: 2_000_000, processes: 4 };
const vitals = { cpuLimit: 0.5, memoryLimit: 67_108_864, restarts: 3, outOfMemory: false, probes: [{ ended: Date.UTC(2026, 0, 1), ok: false, output: 'one\nno \u001b[31mdatabase\n' }] };
const readings: readonly Reading[] = [
  { container: container('web', { health: 'unhealthy' }), vitals, usages: [usage], vanished: [] },
  { container: container('web', { id: 'second', number: 2 }), vitals: { ...vitals, cpuLimit: undefined, memoryLimit: undefined, restarts: 0, probes: [] }, usages: [usage], vanished: [{ type: 'bind', source: '/srv/site', target: '/www', readOnly: true }] },
  { container: container('job', { state: 'exited', exitCode: 3 }), vitals: undefined, usages: [], vanished: [] },
];

describe('the table of the monitor', () => {
  it('has a line for each container, and what is wrong below it', () => {
    assert.deepEqual(monitorTable(readings, { width: undefined, color: false }), [
      'service  state                 cpu            memory  network in    out  disk read  written  restarts',
      'web      unhealthy  50.5 % of 50 %  30 MiB of 64 MiB    1.2 kB/s  0 B/s          –   2 MB/s         3',
      '  is unhealthy: no \\u{1b}[31mdatabase',
      '  uses 50.5 % of the 50 % that it may have: it is slowed down',
      'web 2    running            50.5 %            30 MiB    1.2 kB/s  0 B/s          –   2 MB/s         0',
      '  /srv/site is gone: after the next start /www would be an empty folder',
      'job      exited                  –                 –           –      –          –        –         –',
      '  ended with exit code 3',
    ]);
  });

  it('fits the terminal', () => {
    const lines = monitorTable(readings, { width: 40, color: true });
    assert.ok(lines.every((line) => columns(line) <= 40), lines.join('\n'));
    assert.ok(lines.some((line) => line.startsWith('\u001b[33m')));
  });

  it('is as JSON an object with numbers, null where nothing is known', () => {
    const { environment, containers } = JSON.parse(monitorJson('dev', readings)) as { environment: string; containers: Record<string, unknown>[] };
    assert.equal(environment, 'dev');
    assert.deepEqual(containers.map(({ name }) => name), ['shop-web-1', 'shop-web-1', 'shop-job-1']);
    const [web, , job] = containers;
    assert.deepEqual(web?.['now'], { time: '2026-01-01T00:00:00.000Z', cpu: 0.505, memory: 31_457_280, processes: 4, network: { received: 1200, sent: 0 }, disk: { read: null, written: 2_000_000 } });
    assert.deepEqual([web?.['limits'], web?.['troubles'], web?.['probes']], [{ cpu: 0.5, memory: 67_108_864 }, ['unhealthy', 'cpu-short'], [{ ended: '2026-01-01T00:00:00.000Z', ok: false }]]);
    assert.deepEqual([job?.['now'], job?.['restarts'], job?.['limits']], [null, null, { cpu: null, memory: null }]);
  });
});

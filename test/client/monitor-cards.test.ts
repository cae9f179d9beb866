// The cards of the view "Monitor" as HTML.

import assert from 'node:assert/strict';
import type { Reading } from '#core/monitor/reading.ts';
import type { Usage } from '#core/monitor/usage.ts';
import { chartSvg } from '#client/views/monitor/chart.ts';
import { announcement, monitorCards } from '#client/views/monitor/cards.ts';
import { monitorPage } from '#client/views/monitor/page.ts';
import { container, english } from './samples.ts';

const usage = (more: Partial<Usage> = {}): Usage => ({ time: 0, cpu: 0.25, memory: 31_457_280, received: 1200, sent: 300, read: undefined, written: undefined, processes: 4, ...more });
const vitals = { cpuLimit: 0.5, memoryLimit: 67_108_864, restarts: 0, outOfMemory: false, probes: [] };
const well: Reading = { container: container('web', { health: 'healthy' }), vitals, usages: [usage({ cpu: undefined }), usage({ cpu: 0.4 }), usage()], vanished: [] };
const card = (reading: Reading) => {
  const [, found] = monitorCards([{ name: 'dev', readings: [reading] }], english);
  assert.ok(found);
  return found;
};
const textOf = (html: string): string => html.replaceAll(/<svg.*?<\/svg>/g, '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();

describe('the cards of the monitor', () => {
  it('say every figure in words beside its chart', () => {
    const { label, html, key, kind } = card(well);
    assert.equal(textOf(html), 'web healthy CPU 25 % of 50 % Memory 30 MiB of 64 MiB Network 1.2 kB/s in, 300 B/s out Disk the engine does not tell');
    assert.equal(label, 'web, healthy, CPU 25 %, memory 30 MiB');
    assert.deepEqual([key, kind], [well.container.id, 'container']);
    const labels = [...html.matchAll(/<svg role="img" aria-label="([^"]*)"/g)].map(([, text]) => text);
    assert.deepEqual(labels, [
      'CPU in the last minute: now 25 % of 50 %, at most 40 %', 'Memory in the last minute: now 30 MiB of 64 MiB, at most 30 MiB',
      'Network in the last minute: now 1.2 kB/s in, 300 B/s out, at most 1.2 kB/s', 'Disk: the engine does not tell',
    ]);
  });

  it('have a heading for each environment', () => {
    const cards = monitorCards([{ name: 'dev', readings: [well] }, { name: 'prod <1>', readings: [] }], english);
    assert.deepEqual(cards.map(({ kind, html }) => `${kind} ${textOf(html)}`).filter((text) => text.startsWith('heading')), ['heading dev', 'heading prod &lt;1&gt;']);
  });

  it('say what is wrong, with the count of probes and restarts', () => {
    const probes = [true, false, false].map((ok, index) => ({ ended: index, ok, output: 'no database\n' }));
    const { html, label } = card({ ...well, container: container('web', { health: 'unhealthy', number: 2 }), vitals: { ...vitals, restarts: 2, probes } });
    assert.match(textOf(html), /^web 2 unhealthy 2 restarts is unhealthy: no database CPU .* 1 of the last 3 probes passed ✓ ✗ ✗$/);
    assert.match(label, /^web 2, unhealthy, 2 restarts, is unhealthy: no database, CPU/);
  });

  it('show no charts of what does not run', () => {
    const { html } = card({ ...well, container: container('job', { state: 'exited', exitCode: 3 }), usages: [], vitals: undefined });
    assert.equal(html.includes('<svg'), false);
    assert.equal(textOf(html), 'job exited ended with exit code 3');
  });

  it('let no text of a container become HTML', () => {
    const evil = '"><img src=x onerror=alert(1)>\'&';
    const reading: Reading = {
      ...well, container: container('web', { service: evil, health: 'unhealthy' }), vitals: { ...vitals, probes: [{ ended: 0, ok: false, output: evil }] },
      vanished: [{ type: 'bind', source: evil, target: evil, readOnly: false }],
    };
    for (const { html } of monitorCards([{ name: evil, readings: [reading] }], english)) {
      assert.equal(/<(?!\/?(?:h2|h3|span|ul|li|dl|div|dt|dd|svg|polyline|line|p)\b)/.test(html), false, html);
      assert.equal(html.includes(evil), false);
    }
  });
});

describe('a chart', () => {
  const points = (svg: string): readonly string[] => [...svg.matchAll(/points="([^"]*)"/g)].map(([, text]) => text ?? '');

  it('ends at the right, and breaks where nothing is known', () => {
    assert.deepEqual(points(chartSvg({ lines: [[1, 1, undefined, 1]], limit: undefined, least: 0, label: '' })), ['56,2.6 57,2.6', '59,2.6 59,2.6']);
    assert.deepEqual(points(chartSvg({ lines: [[undefined]], limit: undefined, least: 0, label: '' })), []);
  });

  it('draws nothing as nothing', () => {
    assert.deepEqual(points(chartSvg({ lines: [[0, 0]], limit: undefined, least: 1, label: '' })), ['58,19.0 59,19.0']);
  });

  it('shows a limit that is near, and no other', () => {
    const svg = (limit: number): string => chartSvg({ lines: [[10, 10]], limit, least: 1, label: 'a "label"' });
    assert.ok(svg(20).includes('<line class="limit" x1="0" x2="59" y1="1.0" y2="1.0"/>'));
    assert.deepEqual(points(svg(20)), ['58,10.0 59,10.0']);
    assert.equal(svg(2000).includes('limit'), false);
    assert.ok(svg(20).includes('aria-label="a &quot;label&quot;"'));
  });

  it('stays within its box', () => {
    const [line = ''] = points(chartSvg({ lines: [[0, 5, 100]], limit: 50, least: 1, label: '' }));
    assert.ok(line.split(' ').every((point) => { const y = Number(point.split(',')[1]); return y >= 1 && y <= 19; }), line);
  });
});

describe('what the monitor announces', () => {
  const sick: Reading = { ...well, container: { ...well.container, health: 'unhealthy' } };

  it('is what begins to go wrong, once', () => {
    assert.equal(announcement([well], [sick]), 'web is unhealthy');
    assert.equal(announcement([sick], [sick]), '');
    assert.equal(announcement([sick], [well]), '');
    assert.equal(announcement([], [sick]), '', 'what was so before somebody looked is read on the card');
  });
});

describe('the page of the monitor', () => {
  it('loads its own style and its own script, and nothing else', () => {
    const page = monitorPage({ cspSource: 'https://own', style: 'https://own/monitor.css?a&b', script: 'https://own/monitor.js', nonce: 'N0nce' }, english);
    assert.ok(page.includes(`content="default-src 'none'; style-src https://own; script-src 'nonce-N0nce'"`));
    assert.deepEqual([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url), ['https://own/monitor.css?a&amp;b', 'https://own/monitor.js']);
    assert.equal(/style=|onclick|onload/.test(page), false);
  });
});

// What a tooltip tells of a container.

import assert from 'node:assert/strict';
import type { ContainerEvidence } from '#core/health/evidence.ts';
import { evidenceText, timeText } from '#client/views/evidence-text.ts';
import { container, english, published } from './samples.ts';

const now = new Date(2026, 10, 21, 9, 15).getTime();
const since = now - 60_000;
const well: ContainerEvidence = { container: container('db'), since, restarts: 0, outOfMemory: false, error: '', failing: 0, probe: undefined };
const said = (more: Partial<ContainerEvidence>): readonly string[] => evidenceText([{ ...well, ...more }], english, now).map((line) => line.replaceAll(timeText(since, now), 'TIME').replaceAll('\\', ''));
const probe = { ended: since, ok: false, exitCode: 1, output: 'connection refused\n' };

describe('the evidence of a container', () => {
  const ended = (exitCode: number): ContainerEvidence['container'] => container('db', { state: 'exited', exitCode });
  const table: [what: string, more: Partial<ContainerEvidence>, expected: readonly string[]][] = [
    ['one that runs', {}, ['running since TIME']],
    ['its ports', { container: container('db', { ports: published }) }, ['running since TIME', 'Ports: `8080 → 80/tcp`']],
    ['one that is ill', { failing: 3, probe }, ['running since TIME · the last 3 probes failed', 'Probe of TIME: exit code 1\n```text\nconnection refused\n```']],
    ['a probe that takes too long', { failing: 1, probe: { ...probe, exitCode: -1, output: '' } }, ['running since TIME · the last probe failed', 'Probe of TIME: not finished in time']],
    ['one that is well', { probe: { ...probe, ok: true, exitCode: 0, output: '' } }, ['running since TIME', 'Probe of TIME: passed']],
    ['one that ended', { container: ended(3), restarts: 2 }, ['ended TIME with exit code 3 · restarted 2 times by the engine']],
    ['one that was killed for its memory', { container: ended(137), outOfMemory: true }, ['ended TIME with exit code 137 · it wanted more memory than it may have']],
    ['one that never ran', { container: container('db', { state: 'created' }), since: undefined, error: 'port is already allocated' }, ['made, but never started', 'The engine could not start it:\n```text\nport is already allocated\n```']],
  ];
  for (const [what, more, expected] of table) it(`tells of ${what}`, () => assert.deepEqual(said(more), expected));

  it('names the containers where there are several', () => {
    assert.deepEqual(evidenceText([well, { ...well, container: container('db', { name: 'shop_db_2' }) }], english, now).filter((line) => line.startsWith('**')), ['**shop\\-db\\-1**', '**shop\\_db\\_2**']);
  });

  it('shows what a probe printed as it stands, and little of much', () => {
    assert.match(said({ probe: { ...probe, output: '# not a heading\n```\n<img src=x>' } })[1] ?? '', /\n````text\n# not a heading\n```\n<img src=x>\n````$/);
    const long = said({ probe: { ...probe, output: Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n') } })[1] ?? '';
    assert.match(long, /line 0\n[\s\S]*…[\s\S]*line 99/);
    assert.ok(long.split('\n').length < 20);
    assert.ok((said({ probe: { ...probe, output: 'x'.repeat(4096) } })[1] ?? '').length < 1400);
  });

  it('says the date of what was not today', () => {
    assert.equal(timeText(since, now), new Date(since).toLocaleTimeString());
    assert.equal(timeText(since - 86_400_000, now), new Date(since - 86_400_000).toLocaleString());
  });
});

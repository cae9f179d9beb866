// What a person reads of an environment's health in the editor, and in a terminal.

import assert from 'node:assert/strict';
import { healthLines } from '#core/health/report-lines.ts';
import { healthReport } from '#core/health/report.ts';
import { healthItems } from '#client/commands/health-items.ts';
import { english } from './samples.ts';

const report = healthReport('dev', [
  { name: 'web', state: 'running', health: 'healthy', ok: true, endpoint: 'http://localhost:8080/health', detail: 'answers 200' },
  { name: 'worker', state: 'running', health: 'none', ok: true },
  { name: 'db', state: 'running', health: 'unhealthy', ok: false, detail: 'the last probe said "no space"' },
  { name: 'cache', state: 'none', health: 'none', ok: false, detail: 'has no container' },
], [
  { name: 'log in', ok: false, detail: 'GET /login answers 500 in place of 200–399' },
  { name: 'log out', ok: true, detail: 'GET /logout answers 204' },
]);

describe('a report on health', () => {
  it('is a list, what failed first', () => {
    assert.deepEqual(healthItems(report, english).map(({ label, description, detail, service }) => [label, description, detail, service]), [
      ['$(error) db', 'fails · running, unhealthy', 'the last probe said "no space"', 'db'],
      ['$(error) cache', 'fails · not running', 'has no container', 'cache'],
      ['$(error) log in', 'fails', 'GET /login answers 500 in place of 200–399', undefined],
      ['$(pass) web', 'ok · running, healthy', 'http://localhost:8080/health answers 200', 'web'],
      ['$(pass) worker', 'ok · running', '', 'worker'],
      ['$(pass) log out', 'ok', 'GET /logout answers 204', undefined],
    ]);
  });

  it('is a table in its own order', () => {
    assert.deepEqual(healthLines(report).map(({ text }) => text), [
      '✔ ok    web      running, healthy    http://localhost:8080/health  answers 200',
      '✔ ok    worker   running',
      '✖ fail  db       running, unhealthy  the last probe said "no space"',
      '✖ fail  cache    not running         has no container',
      '✖ fail  log in   GET /login answers 500 in place of 200–399',
      '✔ ok    log out  GET /logout answers 204',
      '',
      'dev: 3 of 6 checks passed',
    ]);
  });

  it('is what failed, in short', () => {
    assert.deepEqual(healthLines(report, true).map(({ text }) => text.slice(0, 12)), ['✖ fail  db  ', '✖ fail  cach', '✖ fail  log ', '', 'dev: 3 of 6 ']);
    assert.deepEqual(healthLines(healthReport('dev', [], []), true).map(({ text }) => text), ['dev: 0 of 0 checks passed']);
  });
});

// What is said of an answer that lacks something: in quotes that can be told from those of the answer.

import assert from 'node:assert/strict';
import { judgeAnswer } from '#core/health/judge-answer.ts';
import type { Check } from '#core/health/probe.ts';

describe('evidence', () => {
  const asks = (body: string): Check => ({
    name: 'loki', title: 'GET /labels', inferred: false, timeLimit: 5000, retries: 0, interval: 1000, missing: [], secrets: [],
    probe: { kind: 'http', scheme: 'http', path: '/labels', target: { kind: 'published', service: 'loki', ports: [3100] }, method: 'GET', headers: [], send: undefined, status: [[200, 399]], body: [body], insecure: false },
  });
  const said = (wanted: string, body: string): string => judgeAnswer(asks(wanted), { kind: 'http', status: 200, body, cut: false }).detail;

  it('stands in quotes that it does not hold itself', () => {
    assert.equal(said('"orders"', '{"status":"success"}'), `answers 200 without '"orders"': '{"status":"success"}'`);
    assert.equal(said('ready', "it's late"), 'answers 200 without "ready": "it\'s late"');
    assert.equal(said('ready', `"it's" late`), `answers 200 without "ready": ""it's" late"`);
  });
});

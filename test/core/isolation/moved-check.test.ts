// Where a check that means the original is asked of its copy.

import assert from 'node:assert/strict';
import type { Check, Target } from '#core/health/probe.ts';
import { movedCheck } from '#core/isolation/moved-check.ts';

const original = { name: 'shop', services: { web: { ports: [{ target: 80, published: '8080' }] }, db: { ports: [{ target: 5432 }] } } };
const check = (target: Target): Check => ({
  name: 'page', title: 'a page', probe: { kind: 'tcp', target }, timeLimit: 1, retries: 0, interval: 1, inferred: false, missing: [], secrets: [],
});
const address = (host: string, port: number): Target => ({ kind: 'address', host, port });

describe('a check of a copy', () => {
  const rows: readonly (readonly [what: string, target: Target, moved: Target])[] = [
    ['asks the copy\'s port in place of the original\'s', address('localhost', 8080), { kind: 'published', service: 'web', ports: [80] }],
    ['asks another host as it is', address('example.com', 8080), address('example.com', 8080)],
    ['asks a port of nobody\'s as it is', address('127.0.0.1', 9090), address('127.0.0.1', 9090)],
    ['finds a service\'s port by itself', { kind: 'published', service: 'db', ports: [] }, { kind: 'published', service: 'db', ports: [] }],
  ];
  for (const [what, target, moved] of rows) {
    it(what, () => {
      assert.deepEqual(movedCheck(check(target), original), check(moved));
    });
  }

  it('runs the same command in it', () => {
    const exec: Check = { ...check(address('localhost', 1)), probe: { kind: 'exec', service: 'db', command: ['true'], exitCode: 0, output: [] } };
    assert.equal(movedCheck(exec, original), exec);
  });
});

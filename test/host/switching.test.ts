// The Ops platform, switched between its modes again and again while somebody uses it. `npm run bench:switch` does it fifty
// times and prints the figures.

import assert from 'node:assert/strict';
import { switchOften } from '../support/switching.ts';
import { withEngine } from './with-engine.ts';

describe('the Ops platform, switched ten times in a row', function () {
  this.timeout(300_000);
  withEngine();

  it('runs in the right mode each time, is seen to, keeps its data, and answers whenever it is not being switched', async () => {
    const { switches, answered, failuresBetween } = await switchOften(10);
    assert.deepEqual(switches.map(({ target }) => target), Array.from({ length: 10 }, (_, turn) => (turn % 2 === 0 ? 'clean' : 'dev')));
    for (const { target, runs, answers, rows } of switches) {
      assert.equal(runs, target === 'dev' ? 'clean absent, dev running' : 'clean running, dev absent');
      assert.deepEqual(answers, [target, target]);
      assert.deepEqual(rows, target === 'dev'
        ? ['dev: running · 5/5 healthy', 'clean: stopped · prod mode']
        : ['dev: stopped', 'clean: running · 5/5 healthy · prod mode']);
    }
    assert.deepEqual(switches.map(({ lines }) => lines), switches.map((_, turn) => turn + 1));
    assert.deepEqual(failuresBetween, []);
    assert.ok(answered > switches.length, `the client was answered ${answered} times`);
  });
});

// A short fuzz run with one seed; `npm run fuzz` has longer ones with others.

import assert from 'node:assert/strict';
import { fuzz } from '../fuzz/run.ts';

describe('the server under random edits', () => {
  it('neither crashes nor keeps anybody waiting, and speaks of the texts that there are', async function () {
    this.timeout(30_000);
    const { edits, requests } = await fuzz(5, 1);
    assert.ok(edits > 20 && requests > 2, `${edits} edits and ${requests} requests in 5 seconds`);
  });
});

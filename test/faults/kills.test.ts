// A short run of the kill loop: `npm run test:faults -- --kills 200` is a long one.

import assert from 'node:assert/strict';
import { withEngine } from '../host/with-engine.ts';
import { killLoop } from './kill-loop.ts';

describe('a command that is killed at any moment', function () {
  this.timeout(300_000);
  withEngine();

  it('loses nothing and leaves nothing behind, twelve times', async () => {
    const { kills, losses, orphans } = await killLoop(12, 12);
    assert.deepEqual({ losses, orphans }, { losses: [], orphans: [] });
    assert.ok(kills >= 12, String(kills));
  });
});

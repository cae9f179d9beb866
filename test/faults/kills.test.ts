// A short run of the kill loop: `npm run test:faults -- --kills 200` is a long one.

import assert from 'node:assert/strict';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { killLoop } from './kill-loop.ts';

describe('a command that is killed at any moment', function () {
  this.timeout(300_000);
  withEngine();
  const { row } = faultRows();

  row('F7', 'twelve commands are killed by SIGKILL, at steps of their journals and between them', async () => {
    const { kills, losses, orphans, steps } = await killLoop(12, 12);
    assert.deepEqual({ losses, orphans }, { losses: [], orphans: [] });
    assert.ok(kills >= 12, String(kills));
    return `nothing lost and nothing left: ${[...steps].filter(([, each]) => each.kills > 0).map(([step, each]) => `${step} ${each.kills}`).join(', ')}`;
  });
});

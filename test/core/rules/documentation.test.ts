// What docs/rules/ says is what the rules and their pages say.

import assert from 'node:assert/strict';
import { generate } from '../../../scripts/generate.ts';

describe('rule documentation', () => {
  it('is up to date: npm run generate', async () => {
    assert.deepEqual(await generate({ check: true }), []);
  });
});

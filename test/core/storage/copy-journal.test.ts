// What an interrupted copy of a volume can come to, by the steps that were written down.

import assert from 'node:assert/strict';
import { copyChoices, copyStateText, stateOfCopy, type CopyStep } from '#core/storage/copy-journal.ts';

const begun: CopyStep = { step: 'copy', plan: { from: 'store_data', to: 'shop_data', make: undefined, bytes: 1, refused: [] } };

describe('an interrupted copy of a volume', () => {
  const told = (...steps: readonly CopyStep[]): string => {
    const state = stateOfCopy(steps);
    return `${copyStateText(state)}${state === undefined ? '' : ` (${copyChoices(state).join(', ')})`}`;
  };

  it('says where it was interrupted and what can be done', () => {
    assert.equal(told(), 'nothing was done yet');
    assert.equal(told(begun), 'shop_data may hold a part of what store_data does (resume, put-back)');
    assert.equal(told(begun, { step: 'put-back' }), 'it was being put back (put-back)');
  });
});

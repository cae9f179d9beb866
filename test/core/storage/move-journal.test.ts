// What an interrupted move of data can come to, by the steps that were written down.

import assert from 'node:assert/strict';
import { moveChoices, moveStateText, stateOfMove, type MoveStep } from '#core/storage/move-journal.ts';

const begun: MoveStep = {
  step: 'stop', texts: [], hold: [],
  plan: { service: 'db', target: '/data', stops: [], copy: { from: 'ab'.repeat(32), to: 'shop_db-data', make: undefined, bytes: 1, refused: [] } },
};

describe('an interrupted move of data', () => {
  const told = (...steps: readonly MoveStep['step'][]): string => {
    const state = stateOfMove([begun, ...steps.map((step) => (step === 'stop' ? begun : { step }))]);
    return state === undefined ? 'nothing' : `${moveStateText(state)} (${moveChoices(state).join(', ')})`;
  };

  it('says where it was interrupted and what can be done', () => {
    assert.deepEqual([stateOfMove([]), moveStateText(undefined)], [undefined, 'nothing was done yet']);
    assert.equal(told(), 'containers were stopped, and nothing was copied yet (resume, put-back)');
    assert.equal(told('copy'), 'data was being copied, and no file was changed yet (resume, put-back)');
    assert.equal(told('copy', 'copied'), 'the data lies in shop_db-data, and no file was changed yet (resume, put-back)');
    assert.equal(told('copy', 'copied', 'change'), 'the data lies in shop_db-data, and the files were being changed (resume, put-back)');
    assert.equal(told('copy', 'copied', 'change', 'start'), 'the data lies in shop_db-data, the files are changed, and db was not started yet (resume)');
    assert.equal(told('copy', 'put-back'), 'it was being put back (put-back)');
  });

  it('touches a volume that is there only where it has written to it, and trusts no copy that was begun anew', () => {
    const state = (...steps: readonly MoveStep['step'][]) => stateOfMove([begun, ...steps.map((step) => (step === 'stop' ? begun : { step }))]);
    assert.equal(state('put-back')?.isTouched, false);
    assert.deepEqual([state('copy', 'copied', 'copy')?.isTouched, state('copy', 'copied', 'copy')?.isCopied], [true, false]);
  });
});

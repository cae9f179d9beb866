// Of what was interrupted a person is told once.

import assert from 'node:assert/strict';
import type { Interruption } from '#client/interruption-text.ts';
import { InterruptionOffers } from '#client/interruption-offers.ts';

describe('the offer of what was interrupted', () => {
  const [one, other] = ['one', 'other'].map((id): Interruption => ({ id, operation: 'restore', project: `project of ${id}`, step: 'half', options: ['put-back'] })) as [Interruption, Interruption];
  const nobody = (): boolean => false;

  it('is made once', () => {
    const offers = new InterruptionOffers();
    assert.deepEqual(offers.due([one], nobody), [one]);
    assert.deepEqual(offers.due([one, other], nobody), [other]);
  });

  it('waits for a command of this window that works on the project', () => {
    const offers = new InterruptionOffers();
    assert.deepEqual(offers.due([one, other], (project) => project === one.project), [other]);
    assert.deepEqual(offers.due([one, other], nobody), [one]);
  });

  it('is not made where that command has told of it', () => {
    const offers = new InterruptionOffers();
    assert.deepEqual(offers.due([one], () => true), []);
    offers.told([one.id]);
    assert.deepEqual(offers.due([one], nobody), []);
  });
});

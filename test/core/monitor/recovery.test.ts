// The story of a container under recovery, told by what is seen at which second.

import assert from 'node:assert/strict';
import { judge, newPatient, type Condition, type Patient, type RecoveryPolicy } from '#core/monitor/recovery.ts';

const policy: RecoveryPolicy = { attempts: 3, window: 600_000, backOff: 10_000 };

describe('recovery', () => {
  it('leaves alone what is well, starts or does not run', () => {
    assert.deepEqual(story([0, 'unknown'], [1, 'healthy'], [2, 'unknown'], [3, 'healthy']), []);
  });

  it('restarts at once, and says when it helped', () => {
    assert.deepEqual(story([0, 'healthy'], [60, 'unhealthy'], [61, 'unknown'], [70, 'healthy'], [80, 'healthy']), ['60 restart 1', '70 well after 1']);
  });

  it('waits longer before each further restart, and gives up once', () => {
    assert.deepEqual(story(
      [0, 'unhealthy'], [1, 'unknown'], [20, 'unhealthy'], [29, 'unhealthy'], [30, 'unhealthy'],
      [31, 'unknown'], [50, 'unhealthy'], [70, 'unhealthy'], [71, 'unknown'], [90, 'unhealthy'], [91, 'unhealthy'], [10_000, 'unhealthy'],
    ), ['0 restart 1', '20 wait until 30', '29 wait until 30', '30 restart 2', '50 wait until 70', '70 restart 3', '90 give up after 3']);
  });

  it('begins anew when it is well by itself after that', () => {
    assert.deepEqual(story(
      [0, 'unhealthy'], [10, 'unhealthy'], [20, 'unhealthy'], [30, 'unhealthy'], [60, 'unhealthy'], [70, 'unhealthy'], [300, 'healthy'], [1000, 'unhealthy'],
    ), ['0 restart 1', '10 wait until 20', '20 restart 2', '30 wait until 50', '60 restart 3', '70 give up after 3', '300 well after 3', '1000 restart 1']);
  });

  it('counts restarts that helped for a while, within the window alone', () => {
    assert.deepEqual(story([0, 'unhealthy'], [50, 'healthy'], [100, 'unhealthy'], [110, 'unhealthy'], [150, 'healthy'], [650, 'unhealthy'], [660, 'unhealthy']), [
      '0 restart 1', '50 well after 1', '100 wait until 110', '110 restart 2', '150 well after 2', '650 wait until 660', '660 restart 2',
    ]);
  });

  it('forgets how long it was unhealthy when it starts again', () => {
    assert.deepEqual(story([0, 'unhealthy'], [10, 'unhealthy'], [15, 'unknown'], [30, 'unhealthy']), ['0 restart 1', '10 wait until 20', '30 wait until 40']);
  });
});

function story(...seen: readonly (readonly [second: number, condition: Condition])[]): readonly string[] {
  let patient: Patient = newPatient;
  return seen.flatMap(([second, condition]) => {
    const judged = judge(patient, condition, second * 1000, policy);
    patient = judged.patient;
    const { decision } = judged;
    switch (decision.kind) {
      case 'leave': return [];
      case 'wait': return [`${second} wait until ${decision.until / 1000}`];
      case 'restart': return [`${second} restart ${decision.attempt}`];
      case 'give-up': return [`${second} give up after ${decision.attempts}`];
      case 'well': return [`${second} well after ${decision.attempts}`];
    }
  });
}

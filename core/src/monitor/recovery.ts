// When a container that its health check calls unhealthy is started again, and when no more: a state machine without a
// clock. Whoever has the clock carries out what it decides, and says how long to wait for the next question.

/** How much is tried; times are milliseconds. */
export interface RecoveryPolicy {
  /** Restarts within the window. */
  readonly attempts: number;
  readonly window: number;
  /** How long it must have been unhealthy before the second restart; it doubles with each further one. The first comes at once. */
  readonly backOff: number;
}

/** What is remembered of one container. */
export interface Patient {
  /** When it was restarted, within the window. */
  readonly tries: readonly number[];
  /** Since when it has been unhealthy, as far as was seen. */
  readonly unhealthySince: number | undefined;
  /** Whether it still has to show that the last restart helped. */
  readonly onTrial: boolean;
  /** No more restarts until it is well by itself. */
  readonly givenUp: boolean;
}

export type Decision =
  | { readonly kind: 'leave' }
  /** Ask again at this time. */
  | { readonly kind: 'wait'; readonly until: number }
  /** `attempt` counts from 1. */
  | { readonly kind: 'restart'; readonly attempt: number }
  /** Told once. */
  | { readonly kind: 'give-up'; readonly attempts: number }
  /** It is well after so many restarts; told once. */
  | { readonly kind: 'well'; readonly attempts: number };

export const newPatient: Patient = { tries: [], unhealthySince: undefined, onTrial: false, givenUp: false };

/** What the engine says of its health: `unknown` while it starts, and where it does not run. */
export type Condition = 'healthy' | 'unhealthy' | 'unknown';

/** What to do now, and what to remember. Not to be asked while a restart is on its way: the engine says the old health until then. */
export function judge(patient: Patient, condition: Condition, now: number, policy: RecoveryPolicy): { readonly patient: Patient; readonly decision: Decision } {
  const tries = patient.tries.filter((time) => now - time < policy.window);
  if (condition === 'unknown') return { patient: { ...patient, tries, unhealthySince: undefined }, decision: { kind: 'leave' } };
  if (condition === 'healthy') {
    const decision: Decision = patient.onTrial || patient.givenUp ? { kind: 'well', attempts: patient.tries.length } : { kind: 'leave' };
    return { patient: { ...newPatient, tries }, decision };
  }
  const sick: Patient = { ...patient, tries, unhealthySince: patient.unhealthySince ?? now };
  if (patient.givenUp) return { patient: sick, decision: { kind: 'leave' } };
  if (tries.length >= policy.attempts) return { patient: { ...sick, givenUp: true }, decision: { kind: 'give-up', attempts: tries.length } };
  const due = (sick.unhealthySince ?? now) + (tries.length === 0 ? 0 : policy.backOff * 2 ** (tries.length - 1));
  if (now < due) return { patient: sick, decision: { kind: 'wait', until: due } };
  return { patient: { tries: [...tries, now], unhealthySince: undefined, onTrial: true, givenUp: false }, decision: { kind: 'restart', attempt: tries.length + 1 } };
}

// Asks one thing for the doctor: within its time limit, and an expected failure is an answer too.

import type { Told } from '#core/doctor/facts.ts';
import { Failure } from '#core/failure.ts';
import { withoutHome } from '#host/doctor/without-home.ts';

/** What stands for an answer that Docker did not give; whatever is no expected failure is thrown on. */
export function failing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Failure) return instead;
    throw error;
  };
}

/** @throws the signal's reason when cancelled, and whatever is no expected failure. */
export async function told<T>(ask: (signal: AbortSignal) => Promise<T>, timeLimit: number, signal: AbortSignal | undefined): Promise<Told<T>> {
  signal?.throwIfAborted();
  const life = new AbortController();
  const cancel = (): void => life.abort(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  const late = Symbol('late');
  const timer = setTimeout(() => life.abort(late), timeLimit);
  try {
    // What does not heed its signal is not waited for.
    return { told: true, value: await Promise.race([ask(life.signal), aborted(life.signal)]) };
  } catch (error) {
    signal?.throwIfAborted();
    if (life.signal.aborted && life.signal.reason === late) return { told: false, kind: 'unfinished', why: `no answer within ${timeLimit / 1000} s` };
    if (error instanceof Failure) return { told: false, kind: error.kind, why: withoutHome(error.message) };
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason), { once: true }); });
}

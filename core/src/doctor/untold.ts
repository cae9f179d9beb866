// What a check says that has no facts to go by.

import type { Verdict } from '#core/doctor/check.ts';
import type { Told } from '#core/doctor/facts.ts';
import { advice } from '#core/failure.ts';

/** The check was not made. That the engine does not answer is said, with advice, by the check of the engine. */
export function untold({ kind, why }: Told<unknown> & { readonly told: false }): Verdict {
  if (kind === 'unfinished') return { status: 'warn', message: `This did not finish: ${why}`, advice: 'Run the doctor again when the machine is less busy' };
  if (kind === 'command-failed' || kind === 'timed-out' || kind === 'engine-failed') return { status: 'warn', message: `Not checked: ${why}`, advice: advice[kind] };
  return { status: 'warn', message: 'Not checked: the engine does not answer' };
}

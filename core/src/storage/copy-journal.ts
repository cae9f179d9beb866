// What a copy of a volume writes into its journal before it does it, and what can be done about one that was interrupted.

import type { CopyPlan } from '#core/storage/plan-copy.ts';

export type CopyStep =
  /** The target, which is not there or empty, is made and filled. */
  | { readonly step: 'copy'; readonly plan: CopyPlan }
  /** It becomes again what it was. */
  | { readonly step: 'put-back' };

/** How far it has come. */
export interface CopyState {
  readonly plan: CopyPlan;
  readonly last: CopyStep['step'];
}

/** Undefined where not even the first step was written: then nothing was done. */
export function stateOfCopy(steps: readonly CopyStep[]): CopyState | undefined {
  const first = steps.find((each) => each.step === 'copy');
  return first && { plan: first.plan, last: steps.at(-1)?.step ?? first.step };
}

/** What a person can choose. */
export function copyChoices({ last }: CopyState): readonly ('resume' | 'put-back')[] {
  return last === 'put-back' ? ['put-back'] : ['resume', 'put-back'];
}

/** Where it was interrupted, in a sentence. */
export function copyStateText(state: CopyState | undefined): string {
  if (state === undefined) return 'nothing was done yet';
  const { plan: { from, to }, last } = state;
  return last === 'put-back' ? 'it was being put back' : `${to} may hold a part of what ${from} does`;
}

// What a move of data writes into its journal before it does it, and what can be done about one that was interrupted there.

import type { Held } from '#core/backup/hold.ts';
import type { FilePath } from '#core/outside.ts';
import type { MovePlan } from '#core/storage/plan-move.ts';

/** A file as it is, and as it is to be. */
export interface MovedText {
  readonly path: FilePath;
  readonly before: string;
  readonly after: string;
}

export type MoveStep =
  /** Those in `hold` run and are being stopped. */
  | { readonly step: 'stop'; readonly plan: MovePlan; readonly texts: readonly MovedText[]; readonly hold: readonly Held[] }
  /** The volume with a name is made and filled. */
  | { readonly step: 'copy' }
  /** It holds what the other one holds: both were read and compared. */
  | { readonly step: 'copied' }
  /** The files are being changed. */
  | { readonly step: 'change' }
  /** They are changed, and the service is being started with them. */
  | { readonly step: 'start' }
  /** All goes back to what it was. */
  | { readonly step: 'put-back' };

/** How far it has come. */
export interface MoveState {
  readonly plan: MovePlan;
  readonly texts: readonly MovedText[];
  readonly hold: readonly Held[];
  readonly last: MoveStep['step'];
  /** Whether the volume with a name was made or written to. */
  readonly isTouched: boolean;
  readonly isCopied: boolean;
}

/** Undefined where not even the first step was written: then nothing was done. */
export function stateOfMove(steps: readonly MoveStep[]): MoveState | undefined {
  const first = steps.find((each) => each.step === 'stop');
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // One that was copied again is whole only where that came to its end, too.
  const copied = steps.findLast(({ step }) => step === 'copy' || step === 'copied');
  return { plan: first.plan, texts: first.texts, hold: first.hold, last: last.step, isTouched: copied !== undefined, isCopied: copied?.step === 'copied' };
}

/** What a person can choose. Once the service is started with its new volume, what it writes lies there. */
export function moveChoices({ last }: MoveState): readonly ('resume' | 'put-back')[] {
  return last === 'start' ? ['resume'] : last === 'put-back' ? ['put-back'] : ['resume', 'put-back'];
}

/** Where it was interrupted, in a sentence. */
export function moveStateText(state: MoveState | undefined): string {
  if (state === undefined) return 'nothing was done yet';
  const { plan: { service, copy }, last, isCopied } = state;
  switch (last) {
    case 'start': return `the data lies in ${copy.to}, the files are changed, and ${service} was not started yet`;
    case 'change': return `the data lies in ${copy.to}, and the files were being changed`;
    case 'put-back': return 'it was being put back';
    default: return isCopied ? `the data lies in ${copy.to}, and no file was changed yet` : last === 'copy' ? 'data was being copied, and no file was changed yet' : 'containers were stopped, and nothing was copied yet';
  }
}

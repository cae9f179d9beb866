// What is written down before each step of destroying a project, so that it can be finished or put back after a kill.

import type { Held } from '#core/backup/hold.ts';
import type { FilePath } from '#core/outside.ts';
import type { DestroyPlan } from '#core/storage/plan-destroy.ts';

export type DestroyStep =
  /** Containers are being stopped and their volumes backed up: nothing is gone, and those in `hold` ran. */
  | { readonly step: 'stop'; readonly plan: DestroyPlan; readonly hold: readonly Held[] }
  /** A backup is about to be made here, under a name for what is half made. */
  | { readonly step: 'folder'; readonly folder: FilePath }
  /** The backup is whole, and containers and networks go; `backup` is null where there was nothing to back up. */
  | { readonly step: 'down'; readonly backup: FilePath | null }
  /** A volume goes. */
  | { readonly step: 'remove'; readonly volume: string };

/** How far an interrupted one has come. */
export interface DestroyState {
  readonly plan: DestroyPlan;
  readonly hold: readonly Held[];
  /** Undefined while nothing is gone. */
  readonly gone: { readonly backup: FilePath | undefined; readonly volumes: readonly string[] } | undefined;
}

/** The folders in which a kill may have left a half-made backup. */
export function halfMade(steps: readonly DestroyStep[]): readonly FilePath[] {
  return steps.flatMap((each) => (each.step === 'folder' ? [each.folder] : []));
}

/** Undefined where not even the first step was written: then nothing was done. */
export function stateOfDestroy(steps: readonly DestroyStep[]): DestroyState | undefined {
  const first = steps.find((each) => each.step === 'stop');
  const down = steps.find((each) => each.step === 'down');
  if (first === undefined) return undefined;
  return {
    plan: first.plan, hold: first.hold,
    gone: down && { backup: down.backup ?? undefined, volumes: steps.flatMap((each) => (each.step === 'remove' ? [each.volume] : [])) },
  };
}

/** What a person can choose. Where nothing was backed up there is nothing to put back. */
export function destroyChoices({ gone }: DestroyState): readonly ('resume' | 'put-back')[] {
  return gone !== undefined && gone.backup === undefined ? ['resume'] : ['resume', 'put-back'];
}

/** Where it was interrupted, in a sentence. */
export function destroyStateText(state: DestroyState | undefined): string {
  if (state === undefined) return 'nothing was done yet';
  const { plan, gone } = state;
  if (gone === undefined) return 'containers were stopped, and nothing was removed yet';
  if (gone.volumes.length === 0) return 'containers and networks were being removed';
  return `${gone.volumes.length} of ${plan.volumes.length} volumes were removed, or the last of them was about to be`;
}

// What a restore writes into its journal before it does it, and what can be done about one that was interrupted there.

import type { RestoredBind, RestoredDump, RestoredVolume, RestorePlan } from '#core/backup/plan-restore.ts';
import type { FilePath } from '#core/outside.ts';

export type RestoreStep =
  /** The first one: all that is needed to go on. `supersedes`: interrupted operations whose end this is to be. */
  | { readonly step: 'plan'; readonly plan: RestorePlan; readonly keyFile: FilePath | undefined; readonly supersedes?: readonly string[] }
  /** Those that run and use it are about to be stopped. */
  | { readonly step: 'stop' }
  /** A volume that does not exist is about to be made. */
  | { readonly step: 'make'; readonly name: string }
  /** A safety copy is about to be made of what is there; also of what was written to something after it was replaced. */
  | { readonly step: 'copy'; /** Names of half-made folders that were there before: they are somebody else's. */ readonly before: readonly string[] }
  /** It is made and verified: from here on there is a way back. */
  | { readonly step: 'safe'; readonly folder: FilePath }
  /** What is in something is about to go. */
  | { readonly step: 'replace'; readonly what: string }
  /** It holds what the backup holds: read back and compared. */
  | { readonly step: 'replaced'; readonly what: string }
  /** All is replaced; who ran is about to be started. */
  | { readonly step: 'start' }
  /** All goes back to what the safety copy holds. */
  | { readonly step: 'put-back' }
  /** Something holds again what it held. */
  | { readonly step: 'back'; readonly what: string };

/** How far it has come. */
export interface RestoreState {
  readonly plan: RestorePlan;
  readonly keyFile: FilePath | undefined;
  /** Interrupted operations that are over when this one is. */
  readonly supersedes: readonly string[];
  readonly isStopped: boolean;
  readonly safetyCopy: FilePath | undefined;
  /** What was made, and is to go where all is put back. */
  readonly made: readonly string[];
  /** What is touched. */
  readonly begun: readonly string[];
  readonly replaced: readonly string[];
  /** What ran was being started: whatever writes from then on may. */
  readonly isStarting: boolean;
  readonly isPuttingBack: boolean;
  readonly back: readonly string[];
}

/** As the journal names it. */
export function idOf(item: RestoredVolume | RestoredBind | RestoredDump): string {
  if (item.kind === 'volume') return `volume ${item.key ?? item.name}`;
  return item.kind === 'bind' ? `folder ${item.shown}` : `dump of ${item.service}`;
}

/** Reads the steps; undefined where nothing was written down yet, and so nothing was done. */
export function stateOfRestore(steps: readonly RestoreStep[]): RestoreState | undefined {
  const first = steps.find((each) => each.step === 'plan');
  if (first === undefined) return undefined;
  const named = (step: 'make' | 'replace' | 'back'): readonly string[] => (
    [...new Set(steps.flatMap((each) => (each.step !== step ? [] : ['name' in each ? each.name : each.what])))]
  );
  // One that was replaced again is as it was to be only where that came to its end, too.
  const last = new Map(steps.flatMap((each) => (each.step === 'replace' || each.step === 'replaced' ? [[each.what, each.step] as const] : [])));
  return {
    plan: first.plan, keyFile: first.keyFile, supersedes: first.supersedes ?? [],
    isStopped: steps.some(({ step }) => step === 'stop'),
    safetyCopy: steps.findLast((each) => each.step === 'safe')?.folder,
    made: named('make'), begun: named('replace'), replaced: [...last].flatMap(([what, step]) => (step === 'replaced' ? [what] : [])),
    isStarting: steps.some(({ step }) => step === 'start'),
    isPuttingBack: steps.some(({ step }) => step === 'put-back'), back: named('back'),
  };
}

/** What a person can choose: once it is going back it only goes on going back. */
export function restoreOptions({ isPuttingBack }: RestoreState): readonly ('resume' | 'put-back')[] {
  return isPuttingBack ? ['put-back'] : ['resume', 'put-back'];
}

/** Where it was interrupted, in a sentence. */
export function restoreStateText(state: RestoreState | undefined): string {
  if (state === undefined) return 'nothing was done yet';
  const { plan, isStopped, safetyCopy, begun, replaced, isStarting, isPuttingBack } = state;
  const all = plan.volumes.length + plan.binds.length + plan.dumps.length;
  if (isPuttingBack) return 'it was being put back';
  if (isStarting) return 'all is replaced, and what ran was being started';
  if (begun.length > 0) return replaced.length === all ? 'all is replaced, and what ran was not started yet' : `${replaced.length} of ${all} were replaced, and ${begun.length > replaced.length ? begun.at(-1) : 'the next one'} was not`;
  if (safetyCopy !== undefined) return 'the safety copy is made, and nothing was replaced yet';
  return isStopped ? 'containers were stopped, and nothing was replaced yet' : 'nothing was done yet';
}

// What a backup writes into its journal before it does it: what whoever comes after a kill has to tidy up.

import type { Held } from '#core/backup/hold.ts';
import type { PlannedHook } from '#core/backup/plan-backup.ts';
import type { FilePath } from '#core/outside.ts';

export type BackupStep =
  /** A folder of that name is made; it is garbage until it has another name. */
  | { readonly step: 'folder'; readonly folder: FilePath }
  /** A service is about to be prepared: these have to be run afterwards, whatever happens. */
  | { readonly step: 'prepare'; readonly after: readonly PlannedHook[] }
  /** They were run. */
  | { readonly step: 'finished' }
  /** These are about to be stopped or paused. */
  | { readonly step: 'hold'; readonly hold: readonly Held[] }
  /** They run again. */
  | { readonly step: 'back' };

/** The commands that are to be run after a backup, and were not yet. */
export function owedHooks(steps: readonly BackupStep[]): readonly PlannedHook[] {
  return steps.slice(1 + steps.findLastIndex(({ step }) => step === 'finished')).flatMap((each) => (each.step === 'prepare' ? each.after : []));
}

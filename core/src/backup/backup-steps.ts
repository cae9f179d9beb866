// What a backup writes into its journal before it does it: what whoever comes after a kill has to tidy up.

import type { Held } from '#core/backup/hold.ts';
import type { FilePath } from '#core/outside.ts';

export type BackupStep =
  /** A folder of that name is made; it is garbage until it has another name. */
  | { readonly step: 'folder'; readonly folder: FilePath }
  /** These are about to be stopped or paused. */
  | { readonly step: 'hold'; readonly hold: readonly Held[] }
  /** They run again. */
  | { readonly step: 'back' };

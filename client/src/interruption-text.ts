// How an operation that was interrupted is called. Pure.

import type { Localize } from '#client/localize.ts';

/** What somebody has to know of it, wherever it is shown. */
export interface Interruption {
  readonly id: string;
  readonly operation: 'backup' | 'restore' | 'destroy' | 'move' | 'copy';
  readonly project: string;
  /** Where it was interrupted, in a sentence. */
  readonly step: string;
  readonly options: readonly ('resume' | 'put-back')[];
}

/** `The restore of shop`. */
export function operationText({ operation, project }: Pick<Interruption, 'operation' | 'project'>, l10n: Localize): string {
  switch (operation) {
    case 'backup': return l10n.t('The backup of {0}', project);
    case 'restore': return l10n.t('The restore of {0}', project);
    case 'destroy': return l10n.t('The destruction of {0}', project);
    case 'move': return l10n.t('The move of data of {0}', project);
    case 'copy': return l10n.t('The copy of data of {0}', project);
  }
}

/** What a row says. */
export function shortText({ operation }: Pick<Interruption, 'operation'>, l10n: Localize): string {
  switch (operation) {
    case 'backup': return l10n.t('backup interrupted');
    case 'restore': return l10n.t('restore interrupted');
    case 'destroy': return l10n.t('destruction interrupted');
    case 'move': return l10n.t('move of data interrupted');
    case 'copy': return l10n.t('copy of data interrupted');
  }
}

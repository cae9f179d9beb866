// What a person reads of an environment's storage: its volumes and folders, what belongs to nobody, and what can be done. Pure.

import { sizeText } from '#core/monitor/amounts.ts';
import { storageRows, totalText } from '#core/storage/lines.ts';
import type { CopyOffer } from '#core/storage/copy-offers.ts';
import type { StorageReport } from '#core/storage/report.ts';
import { ageText } from '#core/words/age.ts';
import { counted } from '#core/words/listed.ts';
import type { Localize } from '#client/localize.ts';
import { joined } from '#client/views/row-text.ts';

/** What choosing a line does. */
export type StorageAction =
  | { readonly kind: 'clean'; readonly volumes: readonly string[] }
  | { readonly kind: 'copy'; readonly offer: CopyOffer }
  | { readonly kind: 'back-up' };

export interface StorageItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The heading that it stands under. */
  readonly group: string;
  readonly action: StorageAction | undefined;
}

/** What can be done first, then what there is. */
export function storageItems(report: StorageReport, now: number, l10n: Localize): readonly StorageItem[] {
  const { volumes, folders, orphans, unknown, copies, environment } = report;
  const rows = storageRows(report, now);
  const saved = (last: { readonly at: string } | undefined): string => (last === undefined ? l10n.t('in no backup') : l10n.t('backed up {0}', ageText(Date.parse(last.at), now)));
  const [todo, own, lost] = [l10n.t('What can be done'), l10n.t('Data of {0}', environment), l10n.t('Belongs to nobody')];
  return [
    ...(volumes.length + folders.length === 0 ? [] : [{ label: `$(archive) ${l10n.t('Back up {0}', environment)}`, description: '', detail: '', group: todo, action: { kind: 'back-up' as const } }]),
    ...(orphans.length === 0 ? [] : [{
      label: `$(trash) ${l10n.t('Clean up what belongs to nobody…')}`, description: `${counted(orphans.length, 'volume')}, ${totalText(orphans)}`, detail: '', group: todo, action: { kind: 'clean' as const, volumes: [] },
    }]),
    ...copies.map((offer) => ({
      label: `$(copy) ${l10n.t('Copy {0} into {1}…', offer.from, offer.to)}`, description: offer.first === undefined ? '' : l10n.t('first {0}', offer.first), detail: offer.why, group: todo, action: { kind: 'copy' as const, offer },
    })),
    ...rows.map(([name = '', size = '', growth = '', last = '', users = ''], index): StorageItem => ({
      label: `$(${index < volumes.length ? 'database' : 'folder'}) ${name}`,
      description: joined(size, growth === '' ? '' : l10n.t('{0} since the backup', growth)),
      detail: joined(last === 'never' ? l10n.t('in no backup') : l10n.t('backed up {0}', last), l10n.t('used by {0}', users)), group: own, action: undefined,
    })),
    ...[...orphans, ...unknown].map((volume): StorageItem => ({
      label: `$(question) ${/^[0-9a-f]{64}$/.test(volume.name) ? `${volume.name.slice(0, 12)}…` : volume.name}`, description: joined(sizeText(volume.bytes), saved(volume.lastBackup)), detail: volume.why, group: lost, action: { kind: 'clean', volumes: [volume.name] },
    })),
  ];
}

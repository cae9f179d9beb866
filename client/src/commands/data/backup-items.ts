// What a person reads of the backups that there are: when, how large, what they hold, and when they were verified. Pure.

import { holdsText } from '#core/backup/lines.ts';
import type { Manifest } from '#core/backup/manifest.ts';
import type { Verified } from '#core/backup/verified.ts';
import type { FilePath } from '#core/outside.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { ageText } from '#core/words/age.ts';
import type { Localize } from '#client/localize.ts';
import { joined } from '#client/views/row-text.ts';

/** A backup as it is listed. */
export interface ShownBackup {
  readonly folder: FilePath;
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly verified: Verified | undefined;
}

/** One line of the list; without a backup it says what else lies there. */
export interface BackupItem<Backup extends ShownBackup> {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly backup: Backup | undefined;
}

/** The newest first, as they are handed in, those of the project itself before others; folders that are no backups last. */
export function backupItems<Backup extends ShownBackup>(
  backups: readonly Backup[], broken: readonly { readonly folder: FilePath; readonly why: string }[], project: string, when: (at: string) => string, now: number, l10n: Localize,
): readonly BackupItem<Backup>[] {
  const own = backups.filter(({ manifest }) => manifest.project === project);
  const others = backups.filter(({ manifest }) => manifest.project !== project);
  return [
    ...[...own, ...others].map((backup): BackupItem<Backup> => ({
      label: `$(${iconOf(backup)}) ${when(backup.manifest.createdAt)}`,
      description: joined(
        ageText(Date.parse(backup.manifest.createdAt), now), sizeText(backup.bytes),
        backup.manifest.purpose === 'safety-copy' ? l10n.t('safety copy') : '', verifiedText(backup.verified, now, l10n), backup.manifest.encryption == null ? '' : l10n.t('encrypted'),
      ),
      detail: joined(backup.manifest.project === project ? '' : l10n.t('of {0}', backup.manifest.project), holdsText(backup.manifest), backup.manifest.id),
      backup,
    })),
    ...broken.map(({ folder, why }): BackupItem<Backup> => ({ label: `$(error) ${folder.slice(folder.lastIndexOf('/') + 1)}`, description: l10n.t('is no backup'), detail: why, backup: undefined })),
  ];
}

function iconOf({ manifest, verified }: ShownBackup): string {
  if (verified?.ok === false) return 'error';
  return manifest.purpose === 'safety-copy' ? 'shield' : 'archive';
}

function verifiedText(verified: Verified | undefined, now: number, l10n: Localize): string {
  if (verified === undefined) return l10n.t('never verified');
  const age = ageText(Date.parse(verified.at), now);
  return verified.ok ? l10n.t('verified {0}', age) : l10n.t('damaged, found {0}', age);
}

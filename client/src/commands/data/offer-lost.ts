// Offers the newest backup that holds volumes which somebody has removed by hand, and says when the last backup was made.

import * as vscode from 'vscode';

import { sizeText } from '#core/monitor/amounts.ts';
import { lossOffers } from '#core/storage/vanished.ts';
import { ageText } from '#core/words/age.ts';
import { listed } from '#core/words/listed.ts';
import type { ListedBackup } from '#host/backup/list.ts';
import { backupPlaces, listPlaces } from '#host/backup/places.ts';
import type { VolumeLoss } from '#host/storage/watch-losses.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';

/** Says nothing of what no backup holds: nothing can be done for it. */
export async function offerLost(context: CommandContext, { engine, before, after, told }: VolumeLoss): Promise<void> {
  const offered = new Set<string>();
  for (const picture of context.store.pictures) {
    const { projectName, id } = picture.summary;
    if (offered.has(projectName)) continue;
    const useful = (await backupsOf(picture)).filter((backup) => holdsAny(backup, told));
    const offers = lossOffers(before, after, { told: new Set(told), expected: new Set() }, engine, useful);
    const offer = offers.find(({ project, backup }) => project === projectName && backup !== undefined);
    if (offer?.backup === undefined) continue;
    offered.add(projectName);
    const { folder, at, holds } = offer.backup;
    const [lost, age] = [listed(offer.volumes.map(({ name }) => name)), ageText(Date.parse(at), Date.now())];
    const text = holds.length === offer.volumes.length
      ? vscode.l10n.t('{0} went away outside of Composure: a backup made {1} holds what was in there', lost, age)
      : vscode.l10n.t('{0} went away outside of Composure: a backup made {1} holds {2}', lost, age, listed(holds));
    context.log.warn(text);
    showMessage(context, 'warning', text, {
      [vscode.l10n.t('Restore…')]: () => vscode.commands.executeCommand('composure.restore', { environment: id, folder }),
      [vscode.l10n.t('Show Backups')]: () => vscode.commands.executeCommand('composure.showBackups', id),
    });
  }
}

/** A safety copy of volumes that were empty helps nobody. */
function holdsAny({ manifest: { volumes, dumps } }: ListedBackup, names: readonly string[]): boolean {
  return volumes.some(({ name, archive }) => names.includes(name) && archive.entries > 1) || dumps.some((dump) => dump.volumes.some((name) => names.includes(name)));
}

/** `3 hours ago, 1.2 GiB, verified`; undefined where there is none. */
export async function lastBackupText(picture: EnvironmentPicture): Promise<string | undefined> {
  const own = (await backupsOf(picture)).filter(({ manifest }) => manifest.project === picture.summary.projectName && manifest.purpose === 'backup');
  const [newest] = own.toSorted((one, other) => other.manifest.sequence - one.manifest.sequence);
  if (newest === undefined) return undefined;
  const { manifest, bytes, verified } = newest;
  const state = verified === undefined ? vscode.l10n.t('never verified') : verified.ok ? vscode.l10n.t('verified') : vscode.l10n.t('damaged');
  return `${ageText(Date.parse(manifest.createdAt), Date.now())}, ${sizeText(bytes)}, ${state}`;
}

async function backupsOf({ summary }: EnvironmentPicture): Promise<readonly ListedBackup[]> {
  return (await listPlaces((await backupPlaces(summary.directory, { environment: summary.name })).slice(0, 1))).backups;
}

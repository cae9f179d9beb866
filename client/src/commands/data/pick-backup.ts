// Lets a person choose one of an environment's backups.

import * as vscode from 'vscode';

import type { FilePath } from '#core/outside.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { readBackup, type ListedBackup } from '#host/backup/list.ts';
import { backupPlaces, listPlaces, type BackupPlace } from '#host/backup/places.ts';
import { backupItems } from '#client/commands/data/backup-items.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';

export interface PickedBackup {
  readonly backup: ListedBackup;
  readonly place: BackupPlace;
}

/** The backup; undefined where there is none, which is said, or a person thinks better of it. */
export async function pickBackup(context: CommandContext, { directory, name, id, projectName }: EnvironmentSummary, placeHolder: string): Promise<PickedBackup | undefined> {
  const [place] = await backupPlaces(directory, { environment: name });
  if (place === undefined) return undefined;
  const { backups, broken } = await listPlaces([place]);
  const items = backupItems(backups, broken, projectName, whenText, Date.now(), vscode.l10n);
  if (items.length === 0) {
    showMessage(context, 'information', vscode.l10n.t('There is no backup of {0} in {1}', name, vscode.workspace.asRelativePath(place.folder)), {
      [vscode.l10n.t('Back Up')]: () => vscode.commands.executeCommand('composure.backUp', id),
    });
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Backups of {0}', name), placeHolder, matchOnDescription: true, matchOnDetail: true });
  if (picked === undefined) return undefined;
  if (picked.backup !== undefined) return { backup: picked.backup, place };
  showMessage(context, 'warning', `${picked.label.replace('$(error) ', '')}: ${picked.detail}`);
  return undefined;
}

/** The backup in a folder that something else has named; undefined where it is none, which is said. */
export async function backupIn(context: CommandContext, folder: FilePath, { directory, name }: EnvironmentSummary): Promise<PickedBackup | undefined> {
  const [[place], read] = await Promise.all([backupPlaces(directory, { environment: name }), readBackup(folder)]);
  if (place === undefined) return undefined;
  if ('manifest' in read) return { backup: read, place };
  showMessage(context, 'error', vscode.l10n.t('{0} is no backup: {1}', folder, read.why));
  return undefined;
}

/** A moment as this person's language writes it. */
export function whenText(at: string): string {
  return new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

// Lists the backups of an environment, and offers what can be done with each; verifies them, and removes old ones.

import * as vscode from 'vscode';

import { pruneLines } from '#core/backup/lines.ts';
import { decideKept } from '#core/backup/keep.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { counted } from '#core/words/listed.ts';
import type { ListedBackup } from '#host/backup/list.ts';
import { backupPlaces, listPlaces } from '#host/backup/places.ts';
import { finishPruning, removeBackup } from '#host/backup/prune.ts';
import { verifyBackup as readBack } from '#host/backup/verify.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { pickBackup, whenText, type PickedBackup } from '#client/commands/data/pick-backup.ts';
import { reveal } from '#client/commands/data/reveal.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';

export const showBackups: Command = (context, argument) => withEnvironments(context, async () => {
  const summary = (await pickEnvironment(context, 'backups', argument))?.summary;
  const picked = summary && await pickBackup(context, summary, vscode.l10n.t('Choose a backup to see what can be done with it'));
  if (summary === undefined || picked === undefined) return;
  const { folder, manifest } = picked.backup;
  const actions = [
    { label: `$(history) ${vscode.l10n.t('Restore…')}`, run: () => vscode.commands.executeCommand('composure.restore', { environment: summary.id, folder }) },
    { label: `$(verified) ${vscode.l10n.t('Verify')}`, run: () => verify(context, summary.projectName, picked) },
    { label: `$(folder-opened) ${vscode.l10n.t('Reveal')}`, run: () => reveal(folder) },
    { label: `$(json) ${vscode.l10n.t('Open its Manifest')}`, run: () => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(`${folder}/manifest.json`)) },
  ];
  await (await vscode.window.showQuickPick(actions, { title: manifest.id, placeHolder: vscode.l10n.t('Choose what to do') }))?.run();
});

export const verifyBackup: Command = (context, argument) => withEnvironments(context, async () => {
  const summary = (await pickEnvironment(context, 'backups', argument))?.summary;
  const picked = summary && await pickBackup(context, summary, vscode.l10n.t('Choose the backup to read back'));
  if (summary !== undefined && picked !== undefined) await verify(context, summary.projectName, picked);
});

async function verify(context: CommandContext, project: string, picked: PickedBackup): Promise<void> {
  const { backup: { folder, manifest }, place } = picked;
  const when = whenText(manifest.createdAt);
  const verified = await dataWork(context, {
    title: vscode.l10n.t('Verifying the backup of {0}', when), project, retry: () => verify(context, project, picked),
    cancelling: () => vscode.l10n.t('Cancelling: the backup is only read, and stays as it is'),
    cancelled: vscode.l10n.t('Verifying was cancelled: the backup is as it was'),
  }, async (working) => readBack(folder, manifest, { ...working, key: manifest.encryption == null ? undefined : await place.key() }));
  if (verified === undefined) return;
  for (const problem of verified.problems) context.log.error(`  ${problem}`);
  if (verified.ok) return showMessage(context, 'information', vscode.l10n.t('The backup of {0} is as it was written', when));
  showMessage(context, 'error', vscode.l10n.t('The backup of {0} is damaged: {1}', when, verified.problems.slice(0, 2).join('; ')), { [vscode.l10n.t('Show Log')]: () => context.log.show() });
}

/** The plan first: what goes, and how many stay. */
export const pruneBackups: Command = async (context, argument) => withEnvironments(context, async () => {
  const summary = (await pickEnvironment(context, 'backups', argument))?.summary;
  if (summary === undefined) return;
  const [place] = await backupPlaces(summary.directory, { environment: summary.name });
  if (place === undefined) return;
  const kept = decideKept((await listPlaces([place])).backups, place.keep, Date.now());
  const goes = kept.filter(({ because }) => because === undefined).map(({ backup }) => backup);
  const lines = pruneLines(kept, Date.now());
  if (goes.length === 0) return showMessage(context, 'information', lines.join('. '));
  const { last, daily, weekly } = place.keep;
  const detail = dialogText([
    ...lines, '', vscode.l10n.t('Kept are the last {0}, the newest of {1} days and of {2} weeks, the newest good one, and safety copies (backup.keep in composure.yaml)', last, daily, weekly),
    vscode.l10n.t('Folder: {0}', place.folder),
  ]);
  const button = vscode.l10n.t('Remove');
  const text = goes.length === 1 ? vscode.l10n.t('Remove 1 backup of {0}?', summary.name) : vscode.l10n.t('Remove {0} backups of {1}?', goes.length, summary.name);
  if (await vscode.window.showWarningMessage(text, { modal: true, detail }, button) !== button) return;
  await prune(context, summary, place.folder, goes, () => pruneBackups(context, summary.id));
});

async function prune(context: CommandContext, { name, projectName }: EnvironmentSummary, folder: string, goes: readonly ListedBackup[], retry: () => Promise<void>): Promise<void> {
  const removed = await dataWork(context, {
    title: vscode.l10n.t('Pruning the backups of {0}', name), project: projectName, retry,
    cancelling: () => vscode.l10n.t('Cancelling: what is removed already stays removed'),
    cancelled: vscode.l10n.t('Pruning was cancelled: what is removed already stays removed'),
  }, async ({ signal, onProgress }) => {
    await finishPruning(folder);
    for (const { folder: each, manifest } of goes) {
      signal.throwIfAborted();
      onProgress({ step: vscode.l10n.t('Removing {0}', manifest.id), done: 0 });
      await removeBackup(each);
    }
    return goes.length;
  });
  if (removed !== undefined) showMessage(context, 'information', vscode.l10n.t('Removed {0} of {1}', counted(removed, 'backup'), name));
}

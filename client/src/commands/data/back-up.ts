// Makes a backup of an environment. Where that stops or pauses what runs, a person sees whom before it does.

import * as vscode from 'vscode';

import { holdsText, planLines } from '#core/backup/lines.ts';
import type { BackupPlan } from '#core/backup/plan-backup.ts';
import { subjectOf } from '#core/backup/subject.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf } from '#core/project/path.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { createBackup, prepareBackup, type CreatedBackup, type PreparedBackup } from '#host/backup/create.ts';
import { gitAdvice, leaveOut } from '#host/backup/git-advice.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { loadedEnvironment } from '#client/commands/data/loaded-environment.ts';
import { reveal } from '#client/commands/data/reveal.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { tickOff } from '#client/commands/get-started.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const backUp: Command = async (context, argument) => {
  const again = (): Promise<void> => backUp(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'back-up', argument);
    if (environment === undefined) return;
    const { name, id } = environment.summary;
    const { project } = await loadedEnvironment(environment, context.store.pictures);
    const machinery = await machineryOf(context, docker);
    const looking = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for what {0} keeps', name) };
    const prepared = await vscode.window.withProgress(looking, () => prepareBackup(subjectOf(project), machinery));
    if (!await isWanted(context, prepared, name, (await docker.engine.endpoint()).address)) return;
    const created = await dataWork(context, {
      title: vscode.l10n.t('Backing up {0}', name), project: project.name, retry: again,
      cancelling: () => vscode.l10n.t('Cancelling the backup of {0}: what was stopped is started again, and what was half made is removed', name),
      cancelled: vscode.l10n.t('The backup of {0} was cancelled: there is none, and what ran runs', name),
    }, (working) => createBackup(subjectOf(project), machinery, working));
    if (created === undefined) return;
    tickOff('hasBackedUp');
    await sayDone(context, created, name, id);
  });
};

/** Nobody is asked where nobody is disturbed. */
async function isWanted(context: CommandContext, { plan, to, free }: PreparedBackup, name: string, engine: string): Promise<boolean> {
  const lines = planLines(plan, to, free);
  for (const line of lines) context.log.info(line);
  const [refusal] = plan.refusals;
  if (refusal !== undefined) {
    showMessage(context, 'error', vscode.l10n.t('{0} cannot be backed up: {1}', name, refusal), { [vscode.l10n.t('Show Log')]: () => context.log.show() });
    return false;
  }
  if (plan.hold.length === 0) return true;
  const button = vscode.l10n.t('Back Up');
  const detail = dialogText([...lines, '', vscode.l10n.t('Engine: {0}', engine)]);
  return await vscode.window.showWarningMessage(question(plan, name), { modal: true, detail }, button) === button;
}

function question({ hold }: BackupPlan, name: string): string {
  if (hold.length === 1) return vscode.l10n.t('Back up {0}? {1} stands still meanwhile', name, hold[0]?.service ?? '');
  return vscode.l10n.t('Back up {0}? {1} containers stand still meanwhile', name, hold.length);
}

async function sayDone(context: CommandContext, { folder, manifest, bytes, seconds, problems }: CreatedBackup, name: string, environment: string): Promise<void> {
  const said = vscode.l10n.t('{0} is backed up and verified: {1}, {2}, in {3} s', name, holdsText(manifest), sizeText(bytes), Math.max(1, Math.round(seconds)));
  const text = [`${said} · ${vscode.workspace.asRelativePath(folder)}`, ...problems].join('. ');
  context.log.info(text);
  const advised = await gitAdvice(folderOf(folder));
  showMessage(context, problems.length === 0 ? 'information' : 'warning', text, {
    [vscode.l10n.t('Reveal')]: () => reveal(folder),
    [vscode.l10n.t('Show Backups')]: () => vscode.commands.executeCommand('composure.showBackups', environment),
  });
  if (advised === undefined) return;
  showMessage(context, 'warning', vscode.l10n.t('Git would take in {0}, with all data and secrets', relative(folderOf(folder))), {
    [vscode.l10n.t('Add to {0}', relative(advised.file))]: () => leaveOut(advised),
  });
}

function relative(path: FilePath): string {
  return vscode.workspace.asRelativePath(path);
}

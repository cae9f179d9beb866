// Restores a backup: a person picks it, sees what is replaced by what and who is stopped, and says yes; where it fails, the way
// back is offered.

import * as vscode from 'vscode';

import type { RestorePlan, RestoreWishes } from '#core/backup/plan-restore.ts';
import { restoreLines } from '#core/backup/restore-lines.ts';
import { subjectOf } from '#core/backup/subject.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { listed } from '#core/words/listed.ts';
import { prepareRestore, restore as carryOut, type RestoreOutcome } from '#host/backup/restore.ts';
import type { Docker } from '#client/docker.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { loadedEnvironment } from '#client/commands/data/loaded-environment.ts';
import { backupIn, pickBackup, whenText, type PickedBackup } from '#client/commands/data/pick-backup.ts';
import { typedName } from '#client/commands/data/typed-name.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { tickOff } from '#client/commands/get-started.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

/** `argument` may name an environment and the folder of one of its backups. */
export const restore: Command = async (context, argument) => {
  await withDocker(context, () => restore(context, argument), async (docker) => {
    const said = isChoice(argument) ? argument : undefined;
    const environment = await pickEnvironment(context, 'restore', said?.environment ?? argument);
    if (environment === undefined) return;
    const { summary } = environment;
    const picked = said === undefined ? await pickBackup(context, summary, vscode.l10n.t('Choose the backup to restore')) : await backupIn(context, said.folder, summary);
    if (picked !== undefined) await restorePicked(context, docker, environment, picked);
  });
};

async function restorePicked(context: CommandContext, docker: Docker, environment: EnvironmentPicture, { backup: { folder, manifest } }: PickedBackup): Promise<void> {
  const { id, name } = environment.summary;
  const subject = subjectOf((await loadedEnvironment(environment, context.store.pictures)).project);
  const machinery = await machineryOf(context, docker);
  const prepared = async (wishes: RestoreWishes): ReturnType<typeof prepareRestore> => vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at what {0} would replace', manifest.id) }, () => prepareRestore(folder, subject, machinery, wishes),
  );
  const wishes = await agreed(context, (of) => prepared(of).then(({ plan }) => plan), (await docker.engine.endpoint()).address);
  if (wishes === undefined) return;
  // Planned again: while somebody read and thought, containers may have come and gone.
  const now = await prepared(wishes);
  const progressed = { replacing: false };
  const outcome = await dataWork(context, {
    title: vscode.l10n.t('Restoring {0}', name), project: now.plan.project, retry: () => restore(context, { environment: id, folder }),
    cancelling: () => (progressed.replacing
      ? vscode.l10n.t('The restore of {0} goes on to its end: the first volume is touched already', name)
      : vscode.l10n.t('Cancelling the restore of {0}: nothing is replaced, and what was stopped is started again', name)),
    cancelled: vscode.l10n.t('The restore of {0} was cancelled: nothing was replaced, and what ran runs', name),
  }, (working) => carryOut(now, subject, machinery, { ...working, isConfirmed: now.plan.doubts.length > 0, onStep: ({ step }) => { progressed.replacing ||= step === 'replace'; } }));
  if (outcome?.id !== undefined) await context.interruptions.told(now.plan.project);
  if (outcome !== undefined) sayOutcome(context, outcome, name, whenText(manifest.createdAt));
}

/** What is to be restored, after a yes to exactly that; undefined where a person thinks better of it. */
async function agreed(context: CommandContext, planned: (wishes: RestoreWishes) => Promise<RestorePlan>, engine: string): Promise<RestoreWishes | undefined> {
  let wishes: RestoreWishes = {};
  for (;;) {
    const plan = await planned(wishes);
    const lines = [...restoreLines(plan, whenText(plan.createdAt)), ...plan.doubts, ...plan.refusals];
    for (const line of lines) context.log.info(line);
    const [refusal] = plan.refusals;
    if (refusal !== undefined) {
      showMessage(context, 'error', vscode.l10n.t('{0} cannot be restored: {1}', plan.backup, refusal), { [vscode.l10n.t('Show Log')]: () => context.log.show() });
      return undefined;
    }
    const [all, some] = [vscode.l10n.t('Restore'), vscode.l10n.t('Choose Volumes…')];
    const isDivisible = wishes.volumes === undefined && plan.volumes.length + plan.binds.length + plan.dumps.length > 1 && plan.volumes.length > 0;
    const detail = dialogText([...lines, '', vscode.l10n.t('Engine: {0}', engine)]);
    const choice = await vscode.window.showWarningMessage(vscode.l10n.t('Restore {0} as it was on {1}?', plan.project, whenText(plan.createdAt)), { modal: true, detail }, all, ...(isDivisible ? [some] : []));
    if (choice === all) return plan.doubts.length === 0 || await typedName(plan.project, vscode.l10n.t('Restore {0}', plan.project), plan.doubts.join('; ')) ? wishes : undefined;
    const volumes = choice === some ? await chosenVolumes(plan) : undefined;
    if (volumes === undefined) return undefined;
    wishes = { volumes };
  }
}

async function chosenVolumes({ volumes }: RestorePlan): Promise<readonly string[] | undefined> {
  const items = volumes.map(({ name, key, archive }) => ({ label: key ?? name, description: sizeText(archive.contentBytes), name, picked: false }));
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: vscode.l10n.t('Choose the volumes to restore; all else stays as it is') });
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ name }) => name);
}

/** How it ended, and where it did not end well, what can be done. */
function sayOutcome(context: CommandContext, { ok, state, restored, safetyCopy, reason, id, problems, seconds }: RestoreOutcome, name: string, when: string): void {
  for (const problem of problems) context.log.info(`  ${problem}`);
  if (safetyCopy !== undefined) context.log.info(`  Safety copy of what was there: ${safetyCopy}`);
  const copy = safetyCopy === undefined ? [] : [vscode.l10n.t('what was there is in {0}', vscode.workspace.asRelativePath(safetyCopy))];
  const log = { [vscode.l10n.t('Show Log')]: () => context.log.show() };
  const back = id === undefined ? {} : {
    [vscode.l10n.t('Put Back')]: () => vscode.commands.executeCommand('composure.recover', { id, choice: 'put-back' }),
    ...(state === 'interrupted' ? { [vscode.l10n.t('Try Again')]: () => vscode.commands.executeCommand('composure.recover', { id, choice: 'resume' }) } : {}),
  };
  if (ok) {
    tickOff('hasRestored');
    const text = vscode.l10n.t('{0} is as it was on {1}: {2} read back and compared, in {3} s', name, when, listed(restored), Math.max(1, Math.round(seconds)));
    return showMessage(context, 'information', [text, ...copy].join(' · '), log);
  }
  const text = state === 'restored' ? vscode.l10n.t('{0} holds what it held on {1}, but: {2}', name, when, reason ?? '')
    : state === 'put-back' ? vscode.l10n.t('The restore of {0} failed, and everything holds again what it held before: {1}', name, reason ?? '')
    : vscode.l10n.t('The restore of {0} stopped half-way, and what uses it stays stopped: {1}', name, reason ?? '');
  showMessage(context, 'error', [text, ...copy].join(' · '), { ...back, ...log });
}

function isChoice(argument: unknown): argument is { readonly environment: string; readonly folder: string } {
  return typeof argument === 'object' && argument !== null && 'environment' in argument && 'folder' in argument
    && typeof argument.environment === 'string' && typeof argument.folder === 'string';
}

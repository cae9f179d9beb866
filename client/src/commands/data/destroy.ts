// Destroys a project: what goes and what stays is listed, the project's name is typed, a verified backup is made, and afterwards
// it is said what is gone.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import { destroyLines } from '#core/storage/lines.ts';
import { isEmpty, type DestroyPlan } from '#core/storage/plan-destroy.ts';
import { counted, listed } from '#core/words/listed.ts';
import { askDestroyPlan } from '#host/storage/ask-destroy-plan.ts';
import { destroyProject, type Destroyed } from '#host/storage/destroy.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { loadedEnvironment } from '#client/commands/data/loaded-environment.ts';
import { reveal } from '#client/commands/data/reveal.ts';
import { typedName } from '#client/commands/data/typed-name.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const destroy: Command = async (context, argument) => {
  const again = (): Promise<void> => destroy(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'destroy', argument);
    if (environment === undefined) return;
    const subject = await loadedEnvironment(environment, context.store.pictures);
    const { name: project } = subject.project;
    const measuring = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Measuring what {0} keeps', project) };
    const plan = await vscode.window.withProgress(measuring, () => askDestroyPlan(subject, docker.engine));
    const [blocked] = plan.blocked;
    if (blocked !== undefined) return showMessage(context, 'error', vscode.l10n.t('Nothing was removed: {0}', blocked));
    if (isEmpty(plan)) return showMessage(context, 'information', vscode.l10n.t('{0} has no containers, networks or volumes', project));
    if (!await isConfirmed(plan, (await docker.engine.endpoint()).address, context)) return;
    const machinery = await machineryOf(context, docker);
    const title = vscode.l10n.t('Destroying {0}', project);
    const progressed = { removing: false };
    const destroyed = await dataWork(context, {
      title, project, retry: again,
      cancelling: () => (progressed.removing
        ? vscode.l10n.t('The destruction of {0} goes on to its end: the removal has begun', project)
        : vscode.l10n.t('Cancelling: nothing of {0} is removed, and what was stopped is started again', project)),
      cancelled: vscode.l10n.t('Destroying {0} was cancelled: nothing was removed, and what ran runs', project),
    }, (working) => destroyProject(plan, subject.project, machinery, { ...working, onStep: ({ step }) => { progressed.removing ||= step === 'down'; } }).catch((error: unknown) => {
      // By then a cancel is none any more.
      if (error instanceof Failure && progressed.removing) return error;
      throw error;
    }));
    if (destroyed === undefined) return;
    if (destroyed instanceof Failure) {
      await context.interruptions.told(project);
      return showFailure(context, title, destroyed, again, { [vscode.l10n.t('Recover…')]: () => vscode.commands.executeCommand('composure.recover') });
    }
    sayDone(context, project, destroyed, environment.summary.id);
  });
};

async function isConfirmed(plan: DestroyPlan, engine: string, context: CommandContext): Promise<boolean> {
  const lines = destroyLines(plan, Date.now());
  for (const line of lines) context.log.info(line);
  const button = vscode.l10n.t('Type the Name…');
  const detail = dialogText([...lines, '', vscode.l10n.t('Engine: {0}', engine)]);
  if (await vscode.window.showWarningMessage(vscode.l10n.t('Destroy {0}?', plan.project), { modal: true, detail }, button) !== button) return false;
  const what = listed([...(plan.containers.length === 0 ? [] : [counted(plan.containers.length, 'container')]), ...(plan.networks.length === 0 ? [] : [counted(plan.networks.length, 'network')]), ...(plan.volumes.length === 0 ? [] : [counted(plan.volumes.length, 'volume')])]);
  return typedName(plan.project, vscode.l10n.t('Destroy {0}', plan.project), vscode.l10n.t('{0} go, and only a restore brings the data back', what));
}

function sayDone(context: CommandContext, project: string, { removed, left, backup }: Destroyed, environment: string): void {
  const counts = (['container', 'network', 'volume'] as const).flatMap((kind) => {
    const { length } = removed.filter((each) => each.kind === kind);
    return length === 0 ? [] : [counted(length, kind)];
  });
  const text = [
    removed.length === 0 ? vscode.l10n.t('Nothing of {0} is gone', project)
      : left.length > 0 ? vscode.l10n.t('{0} is destroyed in part: {1} gone', project, listed(counts))
        : removed.length === 1 ? vscode.l10n.t('{0} is destroyed: {1} is gone', project, listed(counts)) : vscode.l10n.t('{0} is destroyed: {1} are gone', project, listed(counts)),
    ...left.map(({ kind, name, why }) => vscode.l10n.t('{0} {1} is still there: {2}', kind, name, why)),
    ...(backup === undefined ? [] : [vscode.l10n.t('its data is in {0}', vscode.workspace.asRelativePath(backup))]),
  ];
  for (const line of text) context.log.info(line);
  showMessage(context, left.length === 0 ? 'information' : 'warning', text.join(' · '), {
    ...(backup === undefined ? {} : {
      [vscode.l10n.t('Restore…')]: () => vscode.commands.executeCommand('composure.restore', { environment, folder: backup }),
      [vscode.l10n.t('Reveal')]: () => reveal(backup),
    }),
    [vscode.l10n.t('Show Log')]: () => context.log.show(),
  });
}

// Brings an environment, or the one service that the command was called on, back to a state in which it was ready: a person
// picks the state and sees what will be done first.

import * as vscode from 'vscode';

import { isDone, type Difference, type Rollback } from '#core/rollback/plan-rollback.ts';
import type { WorkingState } from '#core/rollback/working-state.ts';
import { prepareRollback, rollBack as carryOut, statesOf } from '#host/rollback/roll-back.ts';
import { placeOf, type EnvironmentPicture } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { stateItems } from '#client/commands/state-items.ts';
import { watched } from '#client/commands/watched.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const rollBack: Command = async (context, argument) => {
  const again = (): Promise<void> => rollBack(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'rollback', argument);
    if (environment === undefined) return;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    const [place, machinery] = [placeOf(environment), await machineryOf(context, docker)];
    const what = service ?? environment.summary.name;
    const state = await pickState(await statesOf(place, machinery), environment, what);
    if (state === 'none') return showMessage(context, 'information', vscode.l10n.t('No working state of {0} is remembered: each start that becomes ready is', what));
    if (state === undefined) return;
    const rollback = await prepareRollback({ place, service, state: state.id }, machinery);
    if (rollback === undefined || isDone(rollback)) return showMessage(context, 'information', vscode.l10n.t('{0} runs as it did then', what));
    if (rollback.missing.length > 0) {
      return showMessage(context, 'error', vscode.l10n.t('Nothing was changed: the images of {0} are gone', rollback.missing.map(({ name }) => name).join(', ')));
    }
    if (!await isWanted(rollback, what, (await docker.engine.endpoint()).address)) return;
    const title = vscode.l10n.t('Rolling {0} back', what);
    const outcome = await watched(context, {
      title, projects: [place.project], retry: again,
      cancelled: vscode.l10n.t('{0} was cancelled: the sidebar shows what runs', title),
    }, (watching) => carryOut(rollback, machinery, { ...watching, service }));
    if (outcome === undefined) return;
    if (!outcome.ok) return showFailure(context, title, outcome.failure, again);
    showMessage(context, 'information', vscode.l10n.t('{0} runs as it did on {1}', what, whenText(state)));
  });
};

async function pickState(states: readonly WorkingState[], { containers }: EnvironmentPicture, what: string): Promise<WorkingState | 'none' | undefined> {
  if (states.length === 0) return 'none';
  const items = stateItems(states, containers ?? [], whenText, Date.now(), vscode.l10n);
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the state to bring {0} back to', what), matchOnDescription: true, matchOnDetail: true }))?.state;
}

async function isWanted({ state, services, removed, changedFiles }: Rollback, what: string, engine: string): Promise<boolean> {
  const button = vscode.l10n.t('Roll Back');
  const detail = dialogText([
    ...services.map(({ name, differs }) => `  ${name}: ${differs.map(differenceText).join(', ')}`),
    ...removed.map((name) => `  ${vscode.l10n.t('{0}: came later, its containers are removed', name)}`),
    '',
    ...(changedFiles.length === 0 ? [] : [vscode.l10n.t('Edited since, and left as they are: {0}. The next start uses them.', changedFiles.map((file) => vscode.workspace.asRelativePath(file)).join(', '))]),
    vscode.l10n.t('Volumes and mounted files stay as they are.'), vscode.l10n.t('Engine: {0}', engine),
  ]);
  return await vscode.window.showWarningMessage(vscode.l10n.t('Bring {0} back to {1}?', what, whenText(state)), { modal: true, detail }, button) === button;
}

function differenceText(difference: Difference): string {
  switch (difference) {
    case 'files': return vscode.l10n.t('other files or values');
    case 'image': return vscode.l10n.t('another image');
    case 'stopped': return vscode.l10n.t('does not run');
    case 'absent': return vscode.l10n.t('has no container');
  }
}

function whenText({ at }: WorkingState): string {
  return new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

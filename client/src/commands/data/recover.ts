// Finishes or puts back an operation on data that was interrupted.

import * as vscode from 'vscode';

import { listInterrupted, type Choice, type InterruptedOperation } from '#host/backup/interrupted.ts';
import { recover as carryOut, type Recovered } from '#host/backup/recover.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { whenText } from '#client/commands/data/pick-backup.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { withDocker } from '#client/commands/with-docker.ts';
import { operationText } from '#client/interruption-text.ts';

/** `argument` may be the id of an operation with a choice, or a row or an environment whose project is meant. */
export const recover: Command = async (context, argument) => {
  await withDocker(context, () => recover(context, argument), async (docker) => {
    const said = isChosen(argument) ? argument : undefined;
    const found = await listInterrupted();
    const operation = said === undefined ? await picked(context, found, argument) : found.find(({ id }) => id === said.id);
    if (operation === undefined) {
      if (said !== undefined || found.length === 0) showMessage(context, 'information', vscode.l10n.t('Nothing was interrupted'));
      return;
    }
    const choice = said?.choice ?? await chosen(operation, (await docker.engine.endpoint()).address);
    if (choice === undefined) return;
    const machinery = await machineryOf(context, docker);
    const { id, project } = operation;
    const title = choice === 'resume' ? vscode.l10n.t('{0}: going on', operationText(operation, vscode.l10n)) : vscode.l10n.t('{0}: putting back', operationText(operation, vscode.l10n));
    const recovered = await dataWork(context, { title, project, cancelling: undefined, cancelled: '', retry: () => recover(context, { id, choice }) }, ({ onProgress }) => (
      carryOut(id, choice, machinery, { onProgress })
    ));
    if (recovered !== undefined) sayRecovered(context, recovered, project);
  });
};

async function picked(context: CommandContext, found: readonly InterruptedOperation[], argument: unknown): Promise<InterruptedOperation | undefined> {
  const id = typeof argument === 'string' ? context.row(argument)?.subject.environment ?? argument : undefined;
  const summary = context.store.pictures.find((picture) => picture.summary.id === id)?.summary;
  const meant = summary === undefined ? found : found.filter(({ project }) => project === summary.projectName);
  if (meant.length < 2) return meant[0];
  const items = meant.map((operation) => ({ label: operationText(operation, vscode.l10n), description: whenText(operation.startedAt), detail: operation.step, operation }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the operation to finish or to put back'), matchOnDescription: true, matchOnDetail: true }))?.operation;
}

async function chosen(operation: InterruptedOperation, engine: string): Promise<Choice | undefined> {
  const { options, step, startedAt, directory } = operation;
  const titles = new Map(options.map((option) => [option === 'resume' ? vscode.l10n.t('Resume') : vscode.l10n.t('Put Back'), option]));
  const detail = [
    vscode.l10n.t('Begun on {0}: {1}', whenText(startedAt), step), '',
    ...options.map((option) => (option === 'resume' ? vscode.l10n.t('Resume goes on to the end that was meant') : vscode.l10n.t('Put Back brings back what was there before'))),
    vscode.l10n.t('Folder: {0}', directory), vscode.l10n.t('Engine: {0}', engine),
  ].join('\n');
  const choice = await vscode.window.showWarningMessage(vscode.l10n.t('{0} was interrupted', operationText(operation, vscode.l10n)), { modal: true, detail }, ...titles.keys());
  return choice === undefined ? undefined : titles.get(choice);
}

function sayRecovered(context: CommandContext, { ok, text, problems, notes }: Recovered, project: string): void {
  for (const each of [...problems, ...notes]) context.log.warn(`  ${each}`);
  const said = [`${project}: ${text}`, ...problems.slice(0, 2), ...notes].join(' · ');
  showMessage(context, ok ? 'information' : 'error', said, { [vscode.l10n.t('Show Log')]: () => context.log.show() });
}

function isChosen(argument: unknown): argument is { readonly id: string; readonly choice: Choice } {
  return typeof argument === 'object' && argument !== null && 'id' in argument && typeof argument.id === 'string'
    && 'choice' in argument && (argument.choice === 'resume' || argument.choice === 'put-back');
}

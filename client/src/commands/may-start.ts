// Asks the doctor before an environment starts, and a person where a check fails: most likely it would not start. So it does where
// a restore was interrupted: the data may be neither the old nor the new.

import * as vscode from 'vscode';

import { dialogText } from '#client/commands/dialog-text.ts';
import type { Docker } from '#client/docker.ts';
import { failingBeforeStart } from '#client/examine-environment.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { operationText } from '#client/interruption-text.ts';

/** True where it may start; `leaving` are the projects that are stopped first. */
export async function mayStart(docker: Docker, environment: EnvironmentPicture, leaving: readonly string[] = []): Promise<boolean> {
  const { summary } = environment;
  if (!await mayStartInterrupted(docker, environment)) return false;
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Examining {0}', summary.name) };
  const failing = await vscode.window.withProgress(options, () => failingBeforeStart(summary, leaving, docker.engine));
  if (failing.length === 0) return true;
  const [anyway, doctor] = [vscode.l10n.t('Start Anyway'), vscode.l10n.t('Show Doctor')];
  const message = failing.length === 1
    ? vscode.l10n.t('{0} may not start: 1 check of the doctor fails', summary.name)
    : vscode.l10n.t('{0} may not start: {1} checks of the doctor fail', summary.name, failing.length);
  const detail = dialogText([...failing.map(({ title, message: said }) => `  ${title}: ${said}`), ...await engineLines(docker)]);
  const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, doctor, anyway);
  if (choice === doctor) await vscode.commands.executeCommand('composure.doctor', summary.id);
  return choice === anyway;
}

async function mayStartInterrupted(docker: Docker, { summary }: EnvironmentPicture): Promise<boolean> {
  const open = (await docker.interrupted()).find(({ project, operation }) => project === summary.projectName && operation !== 'backup');
  if (open === undefined) return true;
  const [recover, anyway] = [vscode.l10n.t('Recover…'), vscode.l10n.t('Start Anyway')];
  const detail = [vscode.l10n.t('It was left so: {0}. What starts now works on that.', open.step), ...await engineLines(docker)].join('\n');
  const choice = await vscode.window.showWarningMessage(vscode.l10n.t('{0} was interrupted', operationText(open, vscode.l10n)), { modal: true, detail }, recover, anyway);
  if (choice === recover) await vscode.commands.executeCommand('composure.recover', summary.id);
  return choice === anyway;
}

/** Which engine it is, where one is known. */
function engineLines({ engine }: Docker): Promise<readonly string[]> {
  return engine.endpoint().then(({ address }) => ['', vscode.l10n.t('Engine: {0}', address)], () => []);
}

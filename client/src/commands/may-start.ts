// Asks the doctor before an environment starts, and a person where a check fails: most likely it would not start.

import * as vscode from 'vscode';

import type { Docker } from '#client/docker.ts';
import { failingBeforeStart } from '#client/examine-environment.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';

/** True where it may start; `leaving` are the projects that are stopped first. */
export async function mayStart({ engine }: Docker, { summary }: EnvironmentPicture, leaving: readonly string[] = []): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Examining {0}', summary.name) };
  const failing = await vscode.window.withProgress(options, () => failingBeforeStart(summary, leaving, engine));
  if (failing.length === 0) return true;
  const [anyway, doctor] = [vscode.l10n.t('Start Anyway'), vscode.l10n.t('Show Doctor')];
  const message = failing.length === 1
    ? vscode.l10n.t('{0} may not start: 1 check of the doctor fails', summary.name)
    : vscode.l10n.t('{0} may not start: {1} checks of the doctor fail', summary.name, failing.length);
  const detail = failing.map(({ title, message: said }) => `${title}: ${said}`).join('\n');
  const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, anyway, doctor);
  if (choice === doctor) await vscode.commands.executeCommand('composure.doctor', summary.id);
  return choice === anyway;
}

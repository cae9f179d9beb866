// Examines an environment and shows what stands in its way; works without an engine too, and says that it is not there.

import * as vscode from 'vscode';

import type { DoctorReport } from '#core/doctor/check.ts';
import { reportLines } from '#core/doctor/report-lines.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';
import { examineEnvironment } from '#client/examine-environment.ts';

export const doctor: Command = (context, argument) => withEnvironments(context, async () => {
  const environment = await pickEnvironment(context, 'examine', argument);
  if (environment === undefined) return;
  const { summary } = environment;
  const report = await examined(context, summary);
  if (report === undefined) return;
  const open = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file').map(({ uri }) => toFilePath(uri.fsPath));
  const unsaved = open.filter((file) => file.startsWith(`${summary.directory}/`) || summary.files.includes(file)).map((file) => vscode.workspace.asRelativePath(file));
  context.doctorPages.show({ report, environment: summary.id, unsaved, time: new Date().toLocaleTimeString() });
});

/** Puts the report of the page that is open into the clipboard. */
export const copyDoctorReport: Command = async ({ doctorPages }, argument) => {
  const report = typeof argument === 'string' ? doctorPages.report(argument) : undefined;
  if (report === undefined) return;
  await vscode.env.clipboard.writeText(reportLines(report).map(({ text }) => `${text}\n`).join(''));
  void vscode.window.setStatusBarMessage(vscode.l10n.t('The report is in the clipboard'), 3000);
};

/** The report, or undefined where a person cancelled. */
async function examined({ store, dockerCommand, log }: CommandContext, summary: EnvironmentSummary): Promise<DoctorReport | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Examining {0}', summary.name), cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    log.info(`Examining ${summary.name}`);
    try {
      return await examineEnvironment(summary, store.pictures.map((picture) => picture.summary), dockerCommand(), abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      throw error;
    }
  });
}

// Does what a button of the doctor's page offers, and looks again where that may have mended something.

import * as vscode from 'vscode';

import type { Prunable, Remedy } from '#core/doctor/check.ts';
import { Failure } from '#core/failure.ts';
import { toOsPath } from '#host/node/file-path.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { showFailure } from '#client/commands/failure-message.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';
import { pruning } from '#client/examine-environment.ts';
import type { Mending } from '#client/views/doctor-html.ts';

export const mend: Command = (context, argument) => withEnvironments(context, async () => {
  if (!isMending(argument)) return;
  const { environment, remedy } = argument;
  // A page may be older than what is offered now.
  const offered = context.doctorPages.report(environment)?.checks.flatMap(({ remedies = [] }) => remedies) ?? [];
  if (!offered.some((each) => JSON.stringify(each) === JSON.stringify(remedy))) return;
  if (await mended(context, remedy)) await vscode.commands.executeCommand('composure.doctor', environment);
});

/** True where something may be better now. */
async function mended(context: CommandContext, remedy: Remedy): Promise<boolean> {
  switch (remedy.kind) {
    case 'open': {
      const at = new vscode.Position(remedy.line, remedy.character);
      await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(remedy.file)), { selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside });
      return false;
    }
    case 'create-folder':
      await vscode.workspace.fs.createDirectory(vscode.Uri.file(toOsPath(remedy.path)));
      return true;
    case 'prune': return pruned(context, remedy.what);
    case 'read': return vscode.env.openExternal(vscode.Uri.parse(remedy.url));
  }
}

async function pruned(context: CommandContext, what: Prunable): Promise<boolean> {
  try {
    const { address, pruneNow } = await pruning();
    const question = what === 'build-cache' ? vscode.l10n.t('Empty Docker\'s build cache?') : vscode.l10n.t('Remove images that have no name and that no container uses?');
    const detail = what === 'build-cache'
      ? vscode.l10n.t('On {0}. The next builds take longer. Images, containers and volumes stay.', address)
      : vscode.l10n.t('On {0}. They are left from earlier builds. Containers and volumes stay.', address);
    const yes = what === 'build-cache' ? vscode.l10n.t('Empty') : vscode.l10n.t('Remove');
    if (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes) !== yes) return false;
    const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Pruning'), cancellable: true };
    const said = await vscode.window.withProgress(options, (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return pruneNow(what, context.dockerCommand(), abort.signal).catch((error: unknown) => {
        if (abort.signal.aborted) return undefined;
        throw error;
      });
    });
    if (said !== undefined) context.log.info(`Pruned on ${address}: ${said}`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    showFailure(context, vscode.l10n.t('Pruning'), error, () => pruned(context, what).then(() => undefined));
    return false;
  }
}

function isMending(argument: unknown): argument is Mending {
  return typeof argument === 'object' && argument !== null && 'environment' in argument && typeof argument.environment === 'string' && 'remedy' in argument;
}

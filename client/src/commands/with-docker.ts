// What has to be true before a command may call Docker, and what a person is told where it is not.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import type { Docker } from '#client/docker.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';

/** Calls `work` with Docker ready and the containers known, or says why not; `retry` is what the button does. */
export async function withDocker(context: CommandContext, retry: () => Promise<void>, work: (docker: Docker) => Promise<void>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return showMessage(context, 'warning', vscode.l10n.t('You have not trusted this folder, so Composure runs nothing in it'), {
      [vscode.l10n.t('Manage Workspace Trust')]: () => vscode.commands.executeCommand('workbench.trust.manage'),
    });
  }
  if (!await context.store.known()) {
    return showMessage(context, 'error', vscode.l10n.t('The environments are not known: the language server does not answer'), {
      [vscode.l10n.t('Show Log')]: () => context.log.show(),
    });
  }
  if (context.store.pictures.length === 0) return showMessage(context, 'information', vscode.l10n.t('There is no Compose file here'));
  try {
    await context.store.withDocker(work);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    showFailure(context, undefined, error, retry);
  }
}

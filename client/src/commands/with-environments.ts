// What has to be true before a command may do something with an environment, and what a person is told where it is not.

import * as vscode from 'vscode';

import type { CommandContext } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';

/** Calls `work` where the folder is trusted and its environments are known, or says why not. */
export async function withEnvironments(context: CommandContext, work: () => Promise<void>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return showMessage(context, 'warning', vscode.l10n.t('You have not trusted this folder, so Composure runs nothing in it'), {
      [vscode.l10n.t('Manage Workspace Trust')]: () => vscode.commands.executeCommand('workbench.trust.manage'),
    });
  }
  await withFiles(context, work);
}

/** The same where nothing is executed: what the files say may be shown of any folder. */
export async function withFiles(context: CommandContext, work: () => Promise<void>): Promise<void> {
  if (!await context.store.known()) {
    return showMessage(context, 'error', vscode.l10n.t('The environments are not known: the language server does not answer'), {
      [vscode.l10n.t('Show Log')]: () => context.log.show(),
    });
  }
  if (context.store.pictures.length === 0) return showMessage(context, 'information', vscode.l10n.t('There is no Compose file here'));
  await work();
}

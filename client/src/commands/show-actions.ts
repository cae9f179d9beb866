// The menu behind the status bar item.

import * as vscode from 'vscode';

import { activeFolder } from '#client/active-folder.ts';
import { actions } from '#client/commands/choices.ts';
import type { Command } from '#client/commands/command-context.ts';
import { shownEnvironment } from '#client/views/status-text.ts';

export const showActions: Command = async ({ store }) => {
  if (store.state !== 'ready') {
    await vscode.commands.executeCommand('composure.environments.focus');
    return;
  }
  const items = actions(shownEnvironment(store.pictures, activeFolder()), store.pictures, vscode.l10n);
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose what to do') });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command, picked.environment);
};

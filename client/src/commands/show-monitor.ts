// Shows what containers use.

import * as vscode from 'vscode';

import type { Command } from '#client/commands/command-context.ts';

export const showMonitor: Command = async () => {
  await vscode.commands.executeCommand('composure.monitor.focus');
};

// Opens the pages that come with the extension, so that they are those of its version and need no network.

import * as vscode from 'vscode';

import type { Command } from '#client/commands/command-context.ts';

export const showDocumentation: Command = async () => {
  const extension = vscode.extensions.getExtension('composure.composure');
  if (extension === undefined) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extension.extensionUri, 'docs', 'README.md'));
};

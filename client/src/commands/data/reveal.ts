// Shows where something lies: in the system's own windows where there are some, else in the explorer.

import * as vscode from 'vscode';

import type { FilePath } from '#core/outside.ts';

export async function reveal(folder: FilePath): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(isHere ? 'revealFileInOS' : 'revealInExplorer', uri);
}

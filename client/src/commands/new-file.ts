// Opens a compose file to begin with. Nothing is written before it is saved.

import * as vscode from 'vscode';

import type { Command } from '#client/commands/command-context.ts';

export const newFile: Command = async () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const target = vscode.Uri.joinPath(folder.uri, 'compose.yaml').with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(target);
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === '') await editor.insertSnippet(new vscode.SnippetString(beginning));
};

const beginning = `services:
  \${1:web}:
    image: \${2:nginx:1.29}
    ports:
      - "\${3:8080}:\${4:80}"
`;

// The workspace folder that a person is working in, judged by the active editor.

import * as vscode from 'vscode';

import type { FilePath } from '#core/outside.ts';
import { toFilePath } from '#host/node/file-path.ts';

/** Its path, or undefined where no editor is open or its file lies outside. */
export function activeFolder(): FilePath | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const folder = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  return folder === undefined ? undefined : toFilePath(folder.uri.fsPath);
}

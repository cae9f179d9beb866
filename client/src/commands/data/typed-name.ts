// Has a person type the project's name: the one answer that no key pressed by habit gives.

import * as vscode from 'vscode';

/** True where it was typed. */
export async function typedName(project: string, title: string, because: string): Promise<boolean> {
  const said = await vscode.window.showInputBox({
    title, ignoreFocusOut: true, placeHolder: project,
    prompt: vscode.l10n.t('{0}. Type {1} to go on', because, project),
    validateInput: (text) => (text === project || text === '' ? undefined : vscode.l10n.t('The project\'s name is {0}', project)),
  });
  return said === project;
}

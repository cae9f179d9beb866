// What the editor does by itself while a compose file is typed. Beside Red Hat YAML, which does the same by formatting on type
// where a person has that on, it would be done twice.

import * as vscode from 'vscode';

import { enterRules } from '#client/enter-rules.ts';

const language = 'dockercompose';

/** Says what Enter does, as long as nobody else does it. */
export function followEnter(): vscode.Disposable {
  let said: vscode.Disposable | undefined;
  const look = (): void => {
    const isDone = vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined
      && vscode.workspace.getConfiguration('editor', { languageId: language }).get('formatOnType') === true;
    if (isDone === (said === undefined)) return;
    said?.dispose();
    said = isDone ? undefined : vscode.languages.setLanguageConfiguration(language, {
      onEnterRules: enterRules.map(({ before, indents, appends }) => ({
        beforeText: before, afterText: /^\s*$/,
        action: { indentAction: indents ? vscode.IndentAction.Indent : vscode.IndentAction.None, ...(appends === '' ? {} : { appendText: appends }) },
      })),
    });
  };
  look();
  return vscode.Disposable.from(
    { dispose: () => said?.dispose() },
    vscode.extensions.onDidChange(look),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('editor.formatOnType', { languageId: language })) look();
    }),
  );
}

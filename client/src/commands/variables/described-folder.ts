// The folder whose `composure.yaml` describes the variables that a command is about, and what a person is told where none does.

import * as vscode from 'vscode';

import { folderFoundIn } from '#core/project/environment.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import type { Subject } from '#core/variables/subject.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { askSubject } from '#host/variables/ask-plan.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';

/** Undefined where there is none, or the person thinks better of it. */
export async function describedFolder(context: CommandContext): Promise<Subject | undefined> {
  const folders = [...new Set(context.store.pictures.map(({ summary }) => folderFoundIn(summary)))];
  const subjects = (await Promise.all(folders.map(askSubject))).flatMap((each) => (each === undefined || readVariables(each.configuration).size === 0 ? [] : [each]));
  const [first, ...others] = subjects;
  if (first === undefined) {
    showMessage(context, 'information', vscode.l10n.t('No composure.yaml here describes variables'), {
      [vscode.l10n.t('Show How')]: () => vscode.commands.executeCommand('composure.showDocumentation'),
    });
    return undefined;
  }
  if (others.length === 0) return first;
  const items = subjects.map((subject) => ({ label: vscode.workspace.asRelativePath(toOsPath(subject.configuration.file)), description: subject.projects.map(({ environment }) => environment.name).join(', '), subject }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the file that describes the variables') }))?.subject;
}

/** The names of the environments that are meant: one, or all where that is offered. */
export async function pickEnvironments({ projects }: Subject, isAllOffered: boolean): Promise<readonly string[] | undefined> {
  const names = projects.map(({ environment }) => environment.name);
  if (names.length < 2) return names;
  const all = { label: vscode.l10n.t('All environments'), description: names.join(', '), names };
  const items = [...(isAllOffered ? [all] : []), ...names.map((name) => ({ label: name, description: '', names: [name] }))];
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the environment that is meant') }))?.names;
}

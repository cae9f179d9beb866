// Opens the compose file of an environment, at the line that speaks of the row it was called on.

import * as vscode from 'vscode';

import type { FilePath } from '#core/outside.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { toOsPath } from '#host/node/file-path.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { relative } from '#client/views/row-text.ts';

export const openFile: Command = async (context, argument) => {
  const row = typeof argument === 'string' ? context.row(argument) : undefined;
  if (row?.place !== undefined && row.subject.service !== undefined) {
    const { start, end } = row.place.range;
    await show(row.place.file, new vscode.Range(start.line, start.character, end.line, end.character));
    return;
  }
  const environment = await pickEnvironment(context, 'file', argument);
  const file = environment === undefined ? undefined : await pickFile(environment.summary);
  if (file !== undefined) await show(file);
};

/** An environment may be made of several files, and none of them is the one that is always meant. */
async function pickFile({ files, name, directory }: EnvironmentSummary): Promise<FilePath | undefined> {
  if (files.length <= 1) return files[0];
  const items = files.map((file) => ({ label: relative(file, directory), file }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose a file of {0}', name) });
  return picked?.file;
}

async function show(file: FilePath, selection?: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(file)), selection === undefined ? {} : { selection });
}

// Writes the environments of a folder, as they are found, into a composure.yaml, and opens it.

import * as vscode from 'vscode';

import { describeFolder, type Description } from '#core/configuration/describe.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';

export const init: Command = async (context, argument) => {
  if (!await context.store.known()) return;
  const described = await describedFolders(context, argument);
  const found = described.flatMap((each) => (each.kind === 'found' ? [each] : []));
  const [first, ...others] = found;
  if (first === undefined) {
    const there = described.find((each) => each.kind === 'there');
    if (there === undefined) void vscode.window.showInformationMessage(vscode.l10n.t('There is no Compose file here'));
    else await show(there.file);
    return;
  }
  const items = found.map((each) => ({ label: vscode.workspace.asRelativePath(toOsPath(each.file)), description: each.environments.map(({ name }) => name).join(', '), each }));
  const chosen = others.length === 0 ? first : (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the file to write') }))?.each;
  if (chosen === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(vscode.Uri.file(toOsPath(chosen.file)), { contents: new TextEncoder().encode(chosen.text) });
  if (await vscode.workspace.applyEdit(edit)) await show(chosen.file);
};

/** What there is to write in each folder that has environments, in the order of the sidebar; in that of an environment where one is given. */
function describedFolders({ store, row }: CommandContext, argument: unknown): Promise<readonly Description[]> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const id = typeof argument === 'string' ? row(argument)?.subject.environment ?? argument : undefined;
  const folders = new Set(store.pictures.flatMap(({ summary }) => (id === undefined || summary.id === id ? [folderFoundIn(summary)] : [])));
  return Promise.all([...folders].map((folder) => describeFolder(folder, files, parsed, neverCancelled)));
}

async function show(file: FilePath): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(file)));
}

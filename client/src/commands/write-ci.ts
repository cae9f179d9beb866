// Shows the CI job in editors: nothing is written before a person has looked at it and saves.

import * as vscode from 'vscode';

import { activeFolder } from '#client/active-folder.ts';
import type { Command } from '#client/commands/command-context.ts';
import { repositoryOf } from '#core/automation/repository.ts';
import { planCi, type CiFile } from '#core/ci/plan.ts';
import { providersOf, type Provider } from '#core/ci/provider.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

export const writeCi: Command = async () => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const folder = activeFolder() ?? (first && toFilePath(first.uri.fsPath));
  if (folder === undefined) return;
  const files = nodeFileSystem();
  const root = await repositoryOf(folder, files);
  const found = await providersOf(root, files);
  const provider = found.length === 1 ? found[0] : await pickProvider(found);
  if (provider === undefined) return;
  const { version = '' } = (vscode.extensions.getExtension('composure.composure')?.packageJSON ?? {}) as { readonly version?: string };
  const { files: planned, problems: [problem] } = await planCi([provider], { root, folder: root, version, sarif: false }, files, new ParsedFiles());
  if (problem !== undefined) {
    void vscode.window.showErrorMessage(problem.message);
    return;
  }
  const changed = planned.filter(({ before, after }) => before !== after);
  // The part that says most comes last, and stays in front.
  for (const file of changed.toReversed()) await show(file);
  if (changed.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('The CI job is up to date: {0}', planned.map(({ path }) => vscode.workspace.asRelativePath(toOsPath(path))).join(', ')));
};

async function pickProvider(found: readonly Provider[]): Promise<Provider | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly provider: Provider })[] = [
    { provider: 'github', label: 'GitHub Actions', detail: vscode.l10n.t('A workflow that shows findings beside the changed lines') },
    { provider: 'gitlab', label: 'GitLab CI', detail: vscode.l10n.t('A job that shows findings in the merge request') },
    { provider: 'pre-commit', label: 'pre-commit', detail: vscode.l10n.t('A hook that checks before a commit is made') },
  ];
  const order = items.toSorted((a, b) => Number(found.includes(b.provider)) - Number(found.includes(a.provider)));
  return (await vscode.window.showQuickPick(order, { placeHolder: vscode.l10n.t('Choose where the checks run') }))?.provider;
}

/** A new file that is not saved yet, or a change beside what is on the disk. */
async function show({ path, before, after }: CiFile): Promise<void> {
  const file = vscode.Uri.file(toOsPath(path));
  const document = await vscode.workspace.openTextDocument(before === undefined ? file.with({ scheme: 'untitled' }) : file);
  await vscode.window.showTextDocument(document, { preview: false });
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), after);
  await vscode.workspace.applyEdit(edit);
  if (before !== undefined) await vscode.commands.executeCommand('workbench.files.action.compareWithSaved', file);
}

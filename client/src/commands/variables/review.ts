// Shows what would be written in a diff editor, with dots in place of secrets, and writes it after a yes.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import { nameOf } from '#core/project/path.ts';
import type { Plan, PlannedFile } from '#core/variables/plan.ts';
import { shownFile } from '#core/variables/shown.ts';
import type { Subject } from '#core/variables/subject.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { looseFiles, writingRoot } from '#host/variables/ask-plan.ts';
import { writePlanned } from '#host/variables/write-planned.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';

const scheme = 'composure-plan';

/** True where the files are written, or say all of it already. */
export async function reviewed(context: CommandContext, plan: Plan, subject: Subject, title: string): Promise<boolean> {
  for (const text of plan.problems) showMessage(context, 'warning', text);
  const files = plan.files.filter(({ before, after }) => before !== after);
  const loose = await looseFiles(plan.files);
  if (files.length + loose.length === 0) return true;
  const unsaved = vscode.workspace.textDocuments.find(({ isDirty, uri }) => isDirty && uri.scheme === 'file' && [...files.map(({ path }) => path), subject.configuration.file].includes(toFilePath(uri.fsPath)));
  if (unsaved !== undefined) {
    showMessage(context, 'warning', vscode.l10n.t('Save {0} first: nothing was written', vscode.workspace.asRelativePath(unsaved.uri)));
    return false;
  }
  const texts = new Map(files.flatMap((file) => {
    const { before, after } = shownFile(file);
    return [[uriOf(file, 'before').toString(), before ?? ''], [uriOf(file, 'after').toString(), after]] as const;
  }));
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '' });
  try {
    if (files.length > 0) await vscode.commands.executeCommand('vscode.changes', title, files.map((file) => [vscode.Uri.file(toOsPath(file.path)), file.before === undefined ? undefined : uriOf(file, 'before'), uriOf(file, 'after')]));
    const names = [...files, ...loose].map(({ path }) => nameOf(path)).join(', ');
    // It stays while one reads the difference; a notification would be gone by then.
    const apply = { label: vscode.l10n.t('$(check) Apply'), description: names };
    const cancel = { label: vscode.l10n.t('$(close) Cancel'), description: vscode.l10n.t('nothing is written') };
    if (await vscode.window.showQuickPick([apply, cancel], { title, placeHolder: vscode.l10n.t('Write what the difference shows?'), ignoreFocusOut: true }) !== apply) return false;
    await writePlanned(plan.files, await writingRoot(subject));
    context.log.info(`Wrote ${names}`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    showMessage(context, 'error', error.message);
    return false;
  } finally {
    provider.dispose();
    await closeDiff();
  }

  function uriOf({ path }: PlannedFile, side: 'before' | 'after'): vscode.Uri {
    return vscode.Uri.from({ scheme, path, query: side });
  }
}

/** The diff is of a plan that is over. */
async function closeDiff(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter(({ input }) => isPlanned(input)));
  await vscode.window.tabGroups.close(tabs);
}

function isPlanned(input: unknown): boolean {
  if (input instanceof vscode.TabInputTextDiff) return input.modified.scheme === scheme;
  return typeof input === 'object' && input !== null && 'textDiffs' in input && Array.isArray(input.textDiffs) && input.textDiffs.some((each: unknown) => isPlanned(each));
}

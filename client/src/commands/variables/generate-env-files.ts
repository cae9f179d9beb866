// Writes the env files, and what else is made of variables, for one environment or all of a folder.

import * as vscode from 'vscode';

import { relativePath } from '#core/project/path.ts';
import { folderOf } from '#core/project/path.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { askPlan } from '#host/variables/ask-plan.ts';
import type { Command } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { describedFolder, pickEnvironments } from '#client/commands/variables/described-folder.ts';
import { reviewed } from '#client/commands/variables/review.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';

export const generateEnvFiles: Command = (context) => withEnvironments(context, async () => {
  const subject = await describedFolder(context);
  const environments = subject === undefined ? undefined : await pickEnvironments(subject, true);
  if (subject === undefined || environments === undefined) return;
  const plan = await askPlan(subject, environments, {});
  if (!await reviewed(context, plan, subject, vscode.l10n.t('Env files of {0}', environments.join(', ')))) return;
  for (const note of plan.notes) context.log.info(note);
  const folder = folderOf(subject.configuration.file);
  const lacking = plan.environments.filter(({ missing }) => missing.length > 0);
  const [first] = lacking;
  if (first === undefined) return showMessage(context, 'information', [vscode.l10n.t('The env files have all that composure.yaml describes'), ...plan.notes].join('. '));
  const where = lacking.map(({ missing, file }) => vscode.l10n.t('{0} in {1}', missing.join(', '), relativePath(folder, file).replace(/^\.\//, ''))).join('; ');
  showMessage(context, 'warning', vscode.l10n.t('What nobody can make up is still missing: {0}', where), {
    [vscode.l10n.t('Open')]: () => vscode.window.showTextDocument(vscode.Uri.file(toOsPath(first.file))),
  });
});

// Makes a generated secret anew in one environment, and says who has the old one until it is made anew too.

import * as vscode from 'vscode';

import { dependentsOf } from '#core/variables/dependents.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { keepersOfPasswords, servicesUsing } from '#core/variables/users.ts';
import { listed } from '#core/words/listed.ts';
import { environmentKey } from '#core/project/discover.ts';
import { askPlan } from '#host/variables/ask-plan.ts';
import type { Command } from '#client/commands/command-context.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { describedFolder, pickEnvironments } from '#client/commands/variables/described-folder.ts';
import { reviewed } from '#client/commands/variables/review.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';

export const rotateSecret: Command = (context) => withEnvironments(context, async () => {
  const subject = await describedFolder(context);
  if (subject === undefined) return;
  const variables = readVariables(subject.configuration);
  const made = [...variables.values()].filter(({ generate }) => generate !== undefined && generate.kind !== 'from');
  if (made.length === 0) return showMessage(context, 'information', vscode.l10n.t('No variable in composure.yaml is generated'));
  const items = made.map(({ name, description = '' }) => ({ label: name, description, detail: dependentsOf(name, variables).join(', ') }));
  const name = (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose the secret to make anew') }))?.label;
  const [environment] = name === undefined ? [] : await pickEnvironments(subject, false) ?? [];
  const project = subject.projects.find((each) => each.environment.name === environment);
  if (name === undefined || environment === undefined || project === undefined) return;
  const plan = await askPlan(subject, [environment], { rotate: name });
  if (!await reviewed(context, plan, subject, vscode.l10n.t('{0} of {1}, made anew', name, environment))) return;
  const paths = new Set(plan.files.filter(({ before, after }) => before !== after).map(({ path }) => path));
  const users = servicesUsing(new Set([name, ...dependentsOf(name, variables)]), paths, project);
  if (users.length === 0) return showMessage(context, 'information', vscode.l10n.t('{0} is new; no service of {1} uses it', name, environment));
  const keepers = keepersOfPasswords(users, project).map((each) => vscode.l10n.t('{0} took the old one when its data was made: set the new one in the database too', each));
  showMessage(context, 'warning', [vscode.l10n.t('{0} is new; these have the old one until they are made anew: {1}', name, listed(users)), ...keepers].join('. '), {
    [vscode.l10n.t('Start {0}', environment)]: () => vscode.commands.executeCommand('composure.start', environmentKey(project.environment)),
  });
});

// Opens what an environment publishes in the browser.

import * as vscode from 'vscode';

import { firstWebAddress } from '#client/commands/choices.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const openInBrowser: Command = async (context, argument) => {
  const given = typeof argument === 'string' ? context.row(argument)?.subject.url : undefined;
  if (given !== undefined) {
    await vscode.env.openExternal(vscode.Uri.parse(given));
    return;
  }
  await withDocker(context, () => openInBrowser(context, argument), async () => {
    const environment = await pickEnvironment(context, 'browser', argument);
    if (environment === undefined) return;
    const url = firstWebAddress(environment);
    if (url === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No service that runs publishes a port for a browser'));
      return;
    }
    await vscode.env.openExternal(vscode.Uri.parse(url));
  });
};

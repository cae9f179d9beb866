// Opens a shell in the container of a service, in a terminal.

import * as vscode from 'vscode';

import { shellArguments } from '#core/environments/calls.ts';
import { servicesUp, type EnvironmentPicture } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const shell: Command = async (context, argument) => {
  await withDocker(context, () => shell(context, argument), async (docker) => {
    const environment = await pickEnvironment(context, 'shell', argument);
    if (environment === undefined) return;
    const service = (typeof argument === 'string' ? context.row(argument)?.subject.service : undefined) ?? await pickService(environment);
    if (service === undefined) return;
    vscode.window.createTerminal({
      name: vscode.l10n.t('Shell in {0}', service),
      shellPath: context.dockerCommand(),
      shellArgs: [...shellArguments(environment.summary, service)],
      cwd: environment.summary.directory,
      env: await docker.variables(),
      iconPath: new vscode.ThemeIcon('terminal'),
      isTransient: true,
    }).show();
  });
};

async function pickService(environment: EnvironmentPicture): Promise<string | undefined> {
  const up = servicesUp(environment);
  return up.length === 1 ? up[0] : vscode.window.showQuickPick([...up], { placeHolder: vscode.l10n.t('Choose the service whose container you want to look into') });
}

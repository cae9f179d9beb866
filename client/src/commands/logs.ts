// Follows the logs of an environment, or of one service, in a terminal.

import * as vscode from 'vscode';

import { logsArguments } from '#core/environments/calls.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const logs: Command = async (context, argument) => {
  await withDocker(context, () => logs(context, argument), async (docker) => {
    const environment = await pickEnvironment(context, 'logs', argument);
    if (environment === undefined) return;
    const { summary } = environment;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    const name = vscode.l10n.t('Logs of {0}', service === undefined ? summary.name : `${summary.name} ${service}`);
    const open = vscode.window.terminals.find((terminal) => terminal.name === name && terminal.exitStatus === undefined);
    const terminal = open ?? vscode.window.createTerminal({
      name,
      shellPath: context.dockerCommand(),
      shellArgs: [...logsArguments(summary, { services: service === undefined ? [] : [service] })],
      cwd: summary.directory,
      env: await docker.variables(),
      iconPath: new vscode.ThemeIcon('output'),
      isTransient: true,
    });
    terminal.show(true);
  });
};

// Restarts an environment, or the one service that the command was called on.

import * as vscode from 'vscode';

import { planRestart } from '#core/environments/plan.ts';
import { placeOf } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { runOperation } from '#client/commands/run-operation.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const restart: Command = async (context, argument) => {
  const again = (): Promise<void> => restart(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'restart', argument);
    if (environment === undefined) return;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    await runOperation(context, docker, {
      plan: planRestart(placeOf(environment), service === undefined ? [] : [service]),
      environment,
      projects: [environment.summary.projectName],
      done: vscode.l10n.t('{0} has restarted', service ?? environment.summary.name),
      retry: again,
    });
  });
};

// Stops an environment, or the one service that the command was called on. Containers, networks and volumes stay as they are.

import * as vscode from 'vscode';

import { planStop } from '#core/environments/plan.ts';
import { placeOf } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { runOperation } from '#client/commands/run-operation.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const stop: Command = async (context, argument) => {
  const again = (): Promise<void> => stop(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'stop', argument);
    if (environment === undefined) return;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    await runOperation(context, docker, {
      plan: planStop(placeOf(environment), service === undefined ? [] : [service]),
      environment,
      projects: [environment.summary.projectName],
      done: vscode.l10n.t('{0} is stopped, and its data is kept', service ?? environment.summary.name),
      retry: again,
    });
  });
};

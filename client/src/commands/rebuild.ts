// Builds the images of an environment from the beginning, or that of the one service that the command was called on, and
// starts it with them.

import * as vscode from 'vscode';

import { planRebuild } from '#core/environments/plan.ts';
import { placeOf } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { mayStart } from '#client/commands/may-start.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { runOperation } from '#client/commands/run-operation.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const rebuild: Command = async (context, argument) => {
  const again = (): Promise<void> => rebuild(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'rebuild', argument);
    if (environment === undefined || !await mayStart(docker, environment)) return;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    await runOperation(context, docker, {
      plan: planRebuild(placeOf(environment), service === undefined ? [] : [service]),
      environment,
      projects: [environment.summary.projectName],
      done: vscode.l10n.t('{0} is rebuilt', service ?? environment.summary.name),
      retry: again,
    });
  });
};

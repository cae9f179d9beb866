// Starts an environment, or switches to it from the one that runs in its place; or starts the one service that the command
// was called on.

import * as vscode from 'vscode';

import { planSwitch, planUp } from '#core/environments/plan.ts';
import { placeOf, servicesUp } from '#client/environment-picture.ts';
import type { Wish } from '#client/commands/choices.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { mayStart } from '#client/commands/may-start.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { runOperation } from '#client/commands/run-operation.ts';
import { inTheWay, sharesPorts } from '#client/commands/switching.ts';
import { withDocker } from '#client/commands/with-docker.ts';

/** Any environment. */
export const start: Command = (context, argument) => startAs(context, 'start', argument);

/** The environment whose mode is dev. */
export const startDev: Command = (context, argument) => startAs(context, 'start-dev', argument);

/** The environment whose mode is prod. */
export const startProd: Command = (context, argument) => startAs(context, 'start-prod', argument);

async function startAs(context: CommandContext, wish: Wish, argument: unknown): Promise<void> {
  const again = (): Promise<void> => startAs(context, wish, argument);
  await withDocker(context, again, async (docker) => {
    const target = await pickEnvironment(context, wish, argument);
    if (target === undefined) return;
    const running = inTheWay(target, context.store.pictures);
    const leaving = running === undefined || running.summary.projectName === target.summary.projectName ? [] : [running.summary.projectName];
    if (!await mayStart(docker, target, leaving)) return;
    const service = typeof argument === 'string' ? context.row(argument)?.subject.service : undefined;
    // A service of an environment in whose place another one runs starts with all of them.
    if (service !== undefined && running === undefined) {
      await docker.makeFolders(target.summary);
      return runOperation(context, docker, {
        plan: planUp(placeOf(target), [service]), environment: target, projects: [target.summary.projectName],
        done: vscode.l10n.t('{0} is running', service), retry: again,
      });
    }
    await docker.makeFolders(target.summary);
    const plan = planSwitch(placeOf(target), running && {
      place: placeOf(running), services: servicesUp(running), sharesPorts: sharesPorts(target, running),
    });
    await runOperation(context, docker, {
      plan,
      environment: target,
      projects: [...new Set([target, ...(running === undefined ? [] : [running])].map(({ summary }) => summary.projectName))],
      done: vscode.l10n.t('{0} is running', target.summary.name),
      retry: () => startAs(context, wish, target.summary.id),
    });
  });
}

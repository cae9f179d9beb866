// Starts, stops, restarts or rebuilds one service: that of the row it was called on, else the one that a person picks.

import * as vscode from 'vscode';

import type { Wish } from '#client/commands/choices.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { rebuild } from '#client/commands/rebuild.ts';
import { restart } from '#client/commands/restart.ts';
import { start } from '#client/commands/start.ts';
import { stop } from '#client/commands/stop.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';
import { servicesUp, type EnvironmentPicture } from '#client/environment-picture.ts';

const all = ({ summary }: EnvironmentPicture): readonly string[] => summary.services.map(({ name }) => name);

export const startService = ofService('start', start, all);
export const stopService = ofService('stop', stop, servicesUp);
export const restartService = ofService('restart', restart, servicesUp);
export const rebuildService = ofService('rebuild', rebuild, all);

/** The command for an environment, called on one of these services. */
function ofService(wish: Wish, command: Command, services: (environment: EnvironmentPicture) => readonly string[]): Command {
  return async (context, argument) => {
    if (typeof argument === 'string' && context.row(argument)?.subject.service !== undefined) return command(context, argument);
    await withEnvironments(context, async () => {
      const environment = await pickEnvironment(context, wish, argument);
      if (environment === undefined) return;
      const service = await vscode.window.showQuickPick([...services(environment)], { placeHolder: vscode.l10n.t('Choose the service') });
      if (service !== undefined) await command(context, `service:${environment.summary.id}:${service}`);
    });
  };
}

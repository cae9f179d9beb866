// Removes containers of services that no file names any more: those of the row, or all of an environment's project. It says
// before on which engine, and which.

import * as vscode from 'vscode';

import { planRemoveOrphans } from '#core/environments/plan.ts';
import { placeOf } from '#client/environment-picture.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { runOperation } from '#client/commands/run-operation.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const removeOrphans: Command = async (context, argument) => {
  const again = (): Promise<void> => removeOrphans(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'orphans', argument);
    if (environment === undefined) return;
    const { id, projectName } = environment.summary;
    const all = environment.strays.filter(({ kind }) => kind === 'orphan');
    const own = all.filter(({ service }) => argument === `stray:${id}:${service}`);
    const orphans = own.length > 0 ? own : all;
    if (orphans.length === 0) return;
    const services = orphans.map(({ service }) => service);
    const names = orphans.flatMap(({ containers }) => containers.map(({ name }) => name));
    const remove = vscode.l10n.t('Remove');
    const { address } = await docker.engine.endpoint();
    const choice = await vscode.window.showWarningMessage(vscode.l10n.t('Remove the containers of {0}, which no file names any more?', services.join(', ')), {
      modal: true, detail: vscode.l10n.t('{0} on the engine at {1}. Volumes stay.', names.join(', '), address),
    }, remove);
    if (choice !== remove) return;
    await runOperation(context, docker, {
      plan: planRemoveOrphans(placeOf(environment), services),
      environment,
      projects: [projectName],
      done: vscode.l10n.t('The containers of {0} are removed', services.join(', ')),
      retry: again,
    });
  });
};

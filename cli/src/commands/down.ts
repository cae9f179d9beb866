// `composure down`, `composure restart` and `composure rebuild`: what is done to an environment that is there.

import { placeOf } from '#core/environments/place.ts';
import { planDown, planRebuild, planRestart } from '#core/environments/plan.ts';
import { environmentKey } from '#core/project/discover.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { carryOut, offerOrphans, operate, operationOptions, servicesNamed, timeoutOption } from '#cli/commands/operate.ts';
import { makeDataFolders, mayStart } from '#cli/commands/preflight.ts';

export const downCommand: CommandDescription = {
  name: 'down',
  summary: 'Remove the containers and networks of an environment, and keep its data',
  options: operationOptions,
  notes: ['Volumes and mounted folders stay as they are. Containers of services that no file names any more are removed only where you say so, or with --yes.'],
};

export const restartCommand: CommandDescription = {
  name: 'restart',
  summary: 'Restart an environment, or some of its services, and wait until it is ready',
  operands: '[SERVICE…]',
  options: [...operationOptions, timeoutOption],
  notes: ['The containers stay the same: what has changed in the files has no effect before composure up.'],
};

export const rebuildCommand: CommandDescription = {
  name: 'rebuild',
  summary: 'Build the images of an environment, or of some services, from the beginning, and start it with them',
  operands: '[SERVICE…]',
  options: [...operationOptions, { name: 'pull', help: 'Also fetch the newest images that they are built upon' }, timeoutOption],
  notes: ['Nothing of earlier builds is used again. While the images are built what runs goes on; only services whose image has changed are re-created. Volumes stay.'],
};

/** Takes down. @throws CannotRun where it cannot. */
export function runDown(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    // While the project has a network, its orphans may stand in it.
    if (!values.has('dry-run')) await offerOrphans(operating);
    return carryOut(planDown(placeOf(operating.project)), operating, `${operating.project.environment.name} is taken down, and its data is kept`);
  });
}

/** Restarts. @throws CannotRun where it cannot. */
export function runRestart(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project, runs } = operating;
    const services = servicesNamed(values, project);
    const key = environmentKey(project.environment);
    const outdated = [...new Set((await runs()).environments.find(({ id }) => id === key)?.outdated.map(({ service }) => service))];
    if (outdated.length > 0) terminal.note(`the files of ${outdated.join(', ')} have changed since the start: composure up applies what has changed`);
    return carryOut(planRestart(placeOf(project), services), operating, `${services.length === 0 ? project.environment.name : services.join(', ')} ${services.length > 1 ? 'have' : 'has'} restarted`);
  });
}

/** Rebuilds. @throws CannotRun where it cannot. */
export function runRebuild(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project } = operating;
    const services = servicesNamed(values, project);
    if (!await mayStart(project, [], operating)) return 1;
    await makeDataFolders(project, operating);
    return carryOut(planRebuild(placeOf(project), services, { pull: values.has('pull') }), operating, `${services.length === 0 ? project.environment.name : services.join(', ')} ${services.length > 1 ? 'are' : 'is'} rebuilt`);
  });
}

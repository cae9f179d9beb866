// `composure up` and `composure switch`: start an environment, also in the place of another one, and wait until it is ready.

import { inTheWay } from '#core/environments/in-the-way.ts';
import { placeOf } from '#core/environments/place.ts';
import { planSwitch, planUp } from '#core/environments/plan.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { carryOut, offerOrphans, operate, operationOptions, servicesNamed, timeoutOption, type Operating } from '#cli/commands/operate.ts';
import { makeDataFolders, mayStart } from '#cli/commands/preflight.ts';

export const upCommand: CommandDescription = {
  name: 'up',
  summary: 'Start an environment, or some of its services, and wait until it is ready',
  operands: '[SERVICE…]',
  options: [...operationOptions, { name: 'build', help: 'Build the images first' }, timeoutOption],
  notes: [
    'First the doctor is asked; where one of its checks fails, nothing is started unless a person says so. Folders that are mounted and missing are made, and belong to you.',
    'Services start in the order of dependency. One is ready when it is healthy, or runs where it has no health check; a job is done when it ends with 0. Where another environment runs in the same place, this one takes its place as by composure switch.',
    'The exit status is 0 when all is ready, 1 where it is not, and 2 where nothing could be done.',
  ],
};

export const switchCommand: CommandDescription = {
  name: 'switch',
  summary: 'Start an environment in the place of the one that runs, and go back where it does not become ready',
  operands: 'NAME',
  options: [...operationOptions.filter(({ name }) => name !== 'environment'), timeoutOption],
  notes: ['The exit status is 0 when the environment is ready, 1 where what ran before runs again, or could not be brought back, and 2 where nothing could be done. Volumes stay.'],
};

/** Starts. @throws CannotRun where it cannot. */
export function runUp(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, (operating) => start(operating, servicesNamed(values, operating.project)));
}

/** Switches. @throws CannotRun where it cannot. */
export function runSwitch(values: Values, terminal: Terminal): Promise<Status> {
  const [name, more] = values.operands;
  if (name === undefined || more !== undefined) throw new CannotRun('composure switch needs the name of one environment: composure switch NAME');
  const named: Values = { ...values, last: (option) => (option === 'environment' ? name : values.last(option)) };
  return operate(named, terminal, (operating) => start(operating, []));
}

async function start(operating: Operating, services: readonly string[]): Promise<Status> {
  const { project, beside, values, runs } = operating;
  const running = inTheWay(project, beside, await runs());
  if (running !== undefined && services.length > 0) throw new CannotRun(`${running.place.environment.name} runs in its place: composure switch ${project.environment.name} starts all of its services`);
  const plan = running === undefined ? planUp(placeOf(project), services, { build: values.has('build') }) : planSwitch(placeOf(project), running);
  const leaving = plan.steps.filter(({ action }) => action === 'stop').flatMap(() => running?.place.project ?? []);
  if (!await mayStart(project, leaving, operating)) return 1;
  await makeDataFolders(project, operating);
  const status = await carryOut(plan, operating, `${services.length === 0 ? project.environment.name : services.join(', ')} ${services.length > 1 ? 'run' : 'runs'}`);
  if (status === 0 && !values.has('dry-run')) await offerOrphans(operating);
  return status;
}

// `composure status` and `composure logs`: what runs, and what it says.

import { logsArguments } from '#core/environments/calls.ts';
import { placeOf } from '#core/environments/place.ts';
import { environmentKey } from '#core/project/discover.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { environmentOptions } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, servicesNamed } from '#cli/commands/operate.ts';
import { forJson, serviceLines, servicesText } from '#cli/report/operation.ts';

export const statusCommand: CommandDescription = {
  name: 'status',
  summary: 'Show what runs of an environment',
  options: [...environmentOptions, { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' }],
  notes: ['It only looks, and ends with 0 whatever it sees: composure verify judges.'],
};

export const logsCommand: CommandDescription = {
  name: 'logs',
  summary: 'Show the logs of an environment, or of some of its services',
  operands: '[SERVICE…]',
  options: [
    ...environmentOptions,
    { name: 'follow', help: 'Go on as the logs do' },
    { name: 'tail', value: 'LINES', help: 'How many lines of each container: 200 without it, or all' },
    { name: 'since', value: 'TIME', help: 'Only what was said since a time, or for a span of time such as 10m' },
  ],
};

const verdicts = { running: 'runs', partly: 'runs in part', stopped: 'is stopped', absent: 'has no containers' } as const;

/** Shows. @throws CannotRun where it cannot. */
export function runStatus(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async ({ project, engine, runs }) => {
    const key = environmentKey(project.environment);
    const all = await runs();
    const run = all.environments.find(({ id }) => id === key);
    const lines = serviceLines(placeOf(project), run?.containers ?? []);
    const outdated = new Set(run?.outdated.map(({ service }) => service));
    const orphans = [...new Set(all.orphans.filter((one) => one.project === project.name).map(({ service }) => service))];
    const { name } = project.environment;
    const verdict = run?.verdict ?? 'absent';
    if (values.last('format') === 'json') {
      const services = lines.map((line) => ({ ...forJson(line), ...(outdated.has(line.name) && { detail: 'its files have changed since the start' }) }));
      terminal.out(`${JSON.stringify({ environment: name, running: verdict, engine: (await engine.endpoint()).address, services, orphans }, undefined, 2)}\n`);
      return 0;
    }
    terminal.out(`${name} ${verdicts[verdict]}\n${servicesText(lines)}`);
    if (outdated.size > 0) terminal.out(`The files of ${[...outdated].join(', ')} have changed since the start\n`);
    if (orphans.length > 0) terminal.out(`There are containers of ${orphans.join(', ')}, which no file names any more\n`);
    return 0;
  });
}

/** Shows the logs as Compose prints them. @throws CannotRun where it cannot. */
export function runLogs(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async ({ project, environment, signal }) => {
    const { attach } = await import('#host/process/attach.ts');
    const { last, has } = values;
    const args = logsArguments(project.environment, { services: servicesNamed(values, project), follow: has('follow'), tail: last('tail') ?? '200', since: last('since') });
    const exitCode = await attach('docker', args, { directory: project.directory, environment, signal });
    return exitCode === 0 || signal.aborted ? 0 : 1;
  }, '');
}

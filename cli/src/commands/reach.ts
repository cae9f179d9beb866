// `composure open` and `composure shell`: the ways into what runs.

import { shellArguments } from '#core/environments/calls.ts';
import { publishedPorts, webAddressOn } from '#core/environments/web-port.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { environmentOptions } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, servicesNamed, type Operating } from '#cli/commands/operate.ts';

export const openCommand: CommandDescription = {
  name: 'open',
  summary: 'Open what an environment, or one service, serves to browsers',
  operands: '[SERVICE]',
  options: [...environmentOptions, { name: 'print', help: 'Only print the address' }],
  notes: ['The address is printed in any case, and opened where there is a desktop. The exit status is 0 where there is one, and 2 where nothing that runs publishes a port for a browser.'],
};

export const shellCommand: CommandDescription = {
  name: 'shell',
  summary: 'Open a shell in the container of a service: bash where the image has it, else sh',
  operands: 'SERVICE',
  options: environmentOptions,
  notes: ['Where the input is no terminal, the shell reads its commands from there.'],
};

/** Opens. @throws CannotRun where there is nothing to open. */
export function runOpen(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project, engine, environment } = operating;
    const [service, more] = servicesNamed(values, project);
    if (more !== undefined) throw new CannotRun('composure open takes one service');
    const { connection } = await engine.endpoint();
    const containers = await runningOf(operating, service);
    const [url] = publishedPorts(containers).flatMap((port) => webAddressOn('host' in connection ? connection.host : 'localhost', port) ?? []);
    if (url === undefined) throw new CannotRun(`${service ?? `no service of ${project.environment.name}`} publishes ${service === undefined ? 'a' : 'no'} port for a browser`);
    terminal.out(`${url}\n`);
    if (values.has('print')) return 0;
    const { openUrl } = await import('#host/process/open-url.ts');
    if (!await openUrl(url, environment)) terminal.note('there is no desktop here to open it on');
    return 0;
  }, '');
}

/** Opens a shell. @throws CannotRun where the service does not run. */
export function runShell(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project, environment, signal } = operating;
    const [service, more] = servicesNamed(values, project);
    if (service === undefined || more !== undefined) throw new CannotRun('composure shell needs the name of one service: composure shell SERVICE');
    await runningOf(operating, service);
    const { attach } = await import('#host/process/attach.ts');
    const args = shellArguments(project.environment, service, { terminal: process.stdin.isTTY });
    const exitCode = await attach('docker', args, { directory: project.directory, environment, signal });
    return exitCode === 0 ? 0 : 1;
  }, '');
}

/** The containers that run, of one service if one is named. @throws CannotRun where none does. */
async function runningOf({ project, engine, signal }: Operating, service: string | undefined): Promise<readonly ContainerFacts[]> {
  const running = (await engine.containersOf(project.name, signal)).filter((one) => one.state === 'running' && (service === undefined || one.service === service));
  if (running.length === 0) throw new CannotRun(`${service ?? project.environment.name} does not run: composure up${service === undefined ? '' : ` ${service}`} starts it`);
  return running;
}

// `composure monitor`: what the containers of an environment use, live in a terminal, or one reading.

import type { Reading } from '#core/monitor/reading.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Failure } from '#core/failure.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { environmentOptions } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, type Operating } from '#cli/commands/operate.ts';
import { visible } from '#cli/report/display-text.ts';
import { monitorJson, monitorTable } from '#cli/report/monitor-table.ts';

export const monitorCommand: CommandDescription = {
  name: 'monitor',
  summary: 'Show what the containers of an environment use, until Ctrl-C',
  options: [
    ...environmentOptions,
    { name: 'once', help: 'Print one reading and end, as it does where the output is no terminal' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print; json is one reading' },
  ],
  notes: [
    '100 % is one CPU. Memory is without the file cache that the kernel gives back first. A dash stands for what the engine does not tell.',
    'It only looks, and ends with 0 whatever it sees: composure verify judges.',
  ],
};

/** Milliseconds after which one reading has to do: a share of a CPU needs two samples, which the engine sends each second. */
const patience = 6000;

/** Shows. @throws CannotRun where it cannot. */
export function runMonitor(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project } = operating;
    const isJson = values.last('format') === 'json';
    if (isJson || values.has('once') || terminal.width === undefined) {
      const readings = await oneReading(operating);
      terminal.out(isJson ? monitorJson(project.environment.name, readings) : text(project.environment.name, readings, terminal).join('\n') + '\n');
      return 0;
    }
    await live(operating);
    return 0;
  }, '');
}

async function oneReading({ project, engine, files, signal }: Operating): Promise<readonly Reading[]> {
  const { Monitor } = await import('#host/engine/monitor.ts');
  const containers = await engine.containersOf(project.name, signal);
  const runs = containers.filter(({ state }) => state === 'running').length;
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), patience);
  const monitor = new Monitor(engine, {
    files, failed: () => undefined,
    changed: () => { if (monitor.readings.filter(({ usages }) => usages.at(-1)?.cpu !== undefined).length >= runs) enough.abort(); },
  });
  try {
    monitor.look(containers);
    monitor.watch(true);
    await monitor.settled();
    if (runs > 0) await ended(AbortSignal.any([signal, enough.signal]));
    return monitor.readings;
  } finally {
    clearTimeout(timer);
    monitor.dispose();
  }
}

/** Draws over what it drew before, twice a second at most, until it is interrupted. */
async function live({ project, engine, files, signal, terminal }: Operating): Promise<void> {
  const [{ Monitor }, { watchContainers }] = await Promise.all([import('#host/engine/monitor.ts'), import('#host/engine/watch.ts')]);
  let drawn = 0;
  let failure: Failure | undefined;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    timer = undefined;
    const { columns, rows } = process.stdout;
    const all = [...text(project.environment.name, monitor.readings, { ...terminal, width: columns }), ...(failure === undefined ? [] : [visible(failure.message)])];
    // What has scrolled away cannot be drawn over.
    const lines = all.length < rows ? all : [...all.slice(0, Math.max(1, rows - 2)), `… and ${all.length - Math.max(1, rows - 2)} more lines than this terminal has`];
    // Up to where it began, and each line cleared to its end, so that nothing flickers.
    terminal.out(`${drawn === 0 ? '' : `\u001b[${drawn}A`}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
    drawn = lines.length;
  };
  const soon = (): void => { timer ??= setTimeout(draw, 500); };
  const monitor = new Monitor(engine, { files, changed: soon, failed: () => undefined });
  const watch = watchContainers(engine, {
    changed: (containers: readonly ContainerFacts[]) => {
      failure = undefined;
      monitor.look(containers.filter((container) => container.project === project.name));
      soon();
    },
    failed: (reason) => {
      failure = reason;
      soon();
    },
  });
  try {
    monitor.watch(true);
    await ended(signal);
  } finally {
    clearTimeout(timer);
    watch.dispose();
    monitor.dispose();
  }
}

function text(environment: string, readings: readonly Reading[], { width, color }: Terminal): readonly string[] {
  if (readings.length === 0) return [`${environment} has no containers`];
  return monitorTable(readings, { width, color });
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

// What `composure monitor` shows: a table of readings as wide as the terminal, and the same as JSON.

import { cpuText, flowText, sizeText, untold } from '#core/monitor/amounts.ts';
import { troublesOf, type Reading } from '#core/monitor/reading.ts';
import { troubleText } from '#core/monitor/trouble-text.ts';
import { columns, padded, visible } from '#cli/report/display-text.ts';

export interface MonitorTableOptions {
  /** Undefined for as wide as it takes. */
  readonly width: number | undefined;
  readonly color: boolean;
}

const headings = ['service', 'state', 'cpu', 'memory', 'network in', 'out', 'disk read', 'written', 'restarts'] as const;

/** One line for each container, what is wrong below it, and the sum of all. */
export function monitorTable(readings: readonly Reading[], { width, color }: MonitorTableOptions): readonly string[] {
  const rows = readings.map(cells);
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => columns(row[column] ?? ''))));
  const line = (row: readonly string[]): string => cut(row.map((cell, column) => {
    const [size, isNumber] = [widths[column] ?? 0, column >= 2];
    return isNumber ? ' '.repeat(size - columns(cell)) + cell : padded(cell, size);
  }).join('  ').trimEnd(), width);
  return [
    line(headings),
    ...readings.flatMap((reading, index) => {
      const troubles = troublesOf(reading).map((trouble) => cut(`  ${visible(troubleText(trouble, reading))}`, width));
      return [line(rows[index] ?? []), ...troubles.map((text) => (color ? `\u001b[33m${text}\u001b[39m` : text))];
    }),
  ];
}

/** `now` is the newest use, null where it does not run. */
export function monitorJson(environment: string, readings: readonly Reading[]): string {
  return `${JSON.stringify({
    environment,
    containers: readings.map((reading) => {
      const { container, vitals, usages, vanished } = reading;
      const now = usages.at(-1);
      return {
        name: container.name, service: container.service, state: container.state, health: container.health,
        now: now === undefined ? null : {
          time: new Date(now.time).toISOString(), cpu: now.cpu ?? null, memory: now.memory, processes: now.processes ?? null,
          network: { received: now.received ?? null, sent: now.sent ?? null }, disk: { read: now.read ?? null, written: now.written ?? null },
        },
        limits: { cpu: vitals?.cpuLimit ?? null, memory: vitals?.memoryLimit ?? null },
        restarts: vitals?.restarts ?? null, outOfMemory: vitals?.outOfMemory ?? null,
        probes: (vitals?.probes ?? []).map(({ ended, ok }) => ({ ended: new Date(ended).toISOString(), ok })),
        vanishedMounts: vanished.map(({ source, target }) => ({ source, target })),
        troubles: troublesOf(reading),
      };
    }),
  }, undefined, 2)}\n`;
}

function cells({ container, vitals, usages }: Reading): readonly string[] {
  const { service, number, state, health } = container;
  const now = usages.at(-1);
  const limit = vitals?.memoryLimit;
  return [
    visible(number > 1 ? `${service} ${number}` : service),
    health === 'none' ? state : health,
    `${cpuText(now?.cpu)}${vitals?.cpuLimit === undefined ? '' : ` of ${cpuText(vitals.cpuLimit)}`}`,
    `${sizeText(now?.memory)}${limit === undefined ? '' : ` of ${sizeText(limit)}`}`,
    flowText(now?.received), flowText(now?.sent), flowText(now?.read), flowText(now?.written),
    vitals === undefined ? untold : String(vitals.restarts),
  ];
}

function cut(text: string, width: number | undefined): string {
  if (width === undefined || columns(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (columns(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

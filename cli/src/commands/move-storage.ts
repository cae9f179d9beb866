// `composure storage move SERVICE`: gives a service's data a volume with a name, in the files and on the engine.

import { planLines } from '#core/storage/move-lines.ts';
import { counted } from '#core/words/listed.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status } from '#cli/commands/command.ts';
import { progressOptions, sayLog, type Operating } from '#cli/commands/operate.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { unifiedDiff } from '#cli/report/unified-diff.ts';
import { pathFrom } from '#cli/report/report.ts';
import { visible } from '#cli/report/display-text.ts';

/** @throws CannotRun where there is nothing to move, or it cannot be moved. */
export async function moveStorageCommand(operating: Operating, operands: readonly string[]): Promise<Status> {
  const [service, ...more] = operands;
  if (service === undefined || more.length > 0) throw new CannotRun('composure storage move needs the name of one service: composure storage move SERVICE');
  const { project, files, values, terminal, engine, cli, signal } = operating;
  if (!project.services.has(service)) throw new CannotRun(`${project.environment.name} has no service "${service}": there is ${[...project.services.keys()].toSorted().join(', ')}`);
  const [{ askMovePlan }, { moveData }] = await Promise.all([import('#host/storage/ask-move-plan.ts'), import('#host/storage/move-data.ts')]);
  const planned = await askMovePlan(service, project, files, { engine, cli }, signal);
  if ('refused' in planned) throw new CannotRun(planned.refused);
  const { plan, texts } = planned;
  const isJson = values.last('format') === 'json';
  const diff = texts.map(({ path, before, after }) => unifiedDiff(pathFrom(terminal.currentFolder, path), before, after)).join('');
  const json = (more: object): string => `${JSON.stringify({ service, target: plan.target, from: plan.copy.from, to: plan.copy.to, bytes: plan.copy.bytes ?? null, stops: plan.stops, files: texts.map(({ path }) => path), ...more }, undefined, 2)}\n`;
  if (values.has('dry-run')) {
    terminal.out(isJson ? json({ diff }) : `${planLines(plan).map((line) => `${visible(line)}\n`).join('')}${diff}`);
    return 0;
  }
  for (const line of [...planLines(plan), ...diff.trimEnd().split('\n')]) terminal.progress(line);
  if (!values.has('yes')) {
    const answer = await terminal.ask('Move it?');
    if (answer === undefined) throw new CannotRun('nothing is moved before somebody says yes: --yes does');
    if (!answer) {
      terminal.note('nothing was moved');
      return 1;
    }
  }
  const { outcome, entries, bytes } = await moveData(planned, project, { engine, cli }, { signal, onProgress: progressPrinter(terminal), up: progressOptions(operating) });
  if (!outcome.ok) sayLog(outcome, operating);
  const lines = [
    `${plan.copy.to} holds the data of ${service}: ${entries === undefined ? '' : `${counted(entries - 1, 'entry', 'entries')}, ${sizeText(bytes)}, `}compared one by one`,
    outcome.ok ? `${service} runs with it; ${plan.copy.from}, where it was, belongs to nobody now (composure storage clean)` : `${service} did not start with it: ${outcome.failure.message}; what it had is still in ${plan.copy.from}, too`,
  ];
  terminal.out(isJson ? json({ ok: outcome.ok, entries, moved: bytes, ...(!outcome.ok && { reason: outcome.failure.message }) }) : lines.map((line) => `${visible(line)}\n`).join(''));
  return outcome.ok ? 0 : 1;
}

// `composure storage copy FROM TO`: fills an empty volume with what another one holds.

import { subjectOf } from '#core/backup/subject.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { planCopy } from '#core/storage/plan-copy.ts';
import { counted } from '#core/words/listed.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status } from '#cli/commands/command.ts';
import type { Operating } from '#cli/commands/operate.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { visible } from '#cli/report/display-text.ts';

/** @throws CannotRun where it is not allowed. */
export async function copyStorageCommand(operating: Operating, operands: readonly string[]): Promise<Status> {
  const [from, to, ...more] = operands;
  if (from === undefined || to === undefined || more.length > 0) throw new CannotRun('composure storage copy needs two volumes: composure storage copy FROM TO');
  const { project, values, terminal, engine, cli, signal } = operating;
  const [{ askStorage }, { copyData }] = await Promise.all([import('#host/storage/ask-storage.ts'), import('#host/storage/copy-data.ts')]);
  const [facts, compose] = await Promise.all([askStorage(engine, { sizes: true, signal }), cli.version(signal)]);
  const plan = planCopy(from, to, facts, project, compose);
  const [refused] = plan.refused;
  if (refused !== undefined) throw new CannotRun(refused);
  const isJson = values.last('format') === 'json';
  if (values.has('dry-run')) {
    const text = `Would copy ${from}, ${sizeText(plan.bytes)}, into ${to}, which ${plan.make === undefined ? 'must be empty' : 'would be made'}\n`;
    terminal.out(isJson ? `${JSON.stringify({ from, to, make: plan.make ?? null, bytes: plan.bytes ?? null }, undefined, 2)}\n` : visible(text.trimEnd()) + '\n');
    return 0;
  }
  const { entries, contentBytes } = await copyData(plan, subjectOf(project), engine, { signal, onProgress: progressPrinter(terminal) });
  terminal.out(isJson
    ? `${JSON.stringify({ from, to, made: plan.make !== undefined, entries, bytes: contentBytes }, undefined, 2)}\n`
    : `${visible(`${to} holds what ${from} does: ${counted(entries - 1, 'entry', 'entries')}, ${sizeText(contentBytes)}, compared one by one; ${from} is still there`)}\n`);
  return 0;
}

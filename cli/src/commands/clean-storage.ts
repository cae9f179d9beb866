// `composure storage clean`: lists the volumes that belong to nobody with what is in them, asks, backs up, removes, and says
// what is gone.

import { cleanedText, totalText } from '#core/storage/lines.ts';
import { planStorageClean, type StorageCleanPlan } from '#core/storage/plan-clean.ts';
import { counted } from '#core/words/listed.ts';
import type { CleanedStorage } from '#host/storage/clean-storage.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status } from '#cli/commands/command.ts';
import type { Operating } from '#cli/commands/operate.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { backedUp } from '#cli/report/storage.ts';
import { visible } from '#cli/report/display-text.ts';

/** The names of what is in volumes, as far as they were looked into. */
type Contents = ReadonlyMap<string, readonly string[]>;

/** Volumes that are looked into: each takes a moment. */
const lookedInto = 20;

/** `names` are volumes; without any all orphans are meant. */
export async function cleanStorageCommand(operating: Operating, names: readonly string[]): Promise<Status> {
  const { project, values, terminal, engine, cli, signal } = operating;
  const [{ askReport }, { topEntries }, { cleanStorage }] = await Promise.all([import('#host/storage/ask-report.ts'), import('#host/storage/copy-volume.ts'), import('#host/storage/clean-storage.ts')]);
  terminal.progress('Measuring');
  const { report, knowledge } = await askReport(operating, engine, signal);
  const plan = planStorageClean(report, knowledge.facts.volumes, names);
  const [refused] = plan.refused;
  if (refused !== undefined) throw new CannotRun(`${refused.name}: ${refused.why}`);
  const contents = new Map<string, readonly string[]>();
  for (const { name } of plan.volumes.slice(0, lookedInto)) contents.set(name, (await topEntries(engine, name, signal)).names);
  const isJson = values.last('format') === 'json';
  const say = (lines: readonly string[]): void => terminal.out(lines.map((line) => `${visible(line)}\n`).join(''));
  const lines = planLines(plan, contents, report.project);
  if (values.has('dry-run') || plan.volumes.length === 0) {
    if (isJson) terminal.out(json(plan, contents, undefined));
    else say(lines);
    return 0;
  }
  for (const line of lines) terminal.progress(line);
  if (!values.has('yes')) {
    const answer = await terminal.ask(`Back up and remove ${plan.volumes.length === 1 ? 'it' : 'them'}?`);
    if (answer === undefined) throw new CannotRun('nothing is removed before somebody says yes: --yes does');
    if (!answer) {
      terminal.note('nothing was removed');
      return 1;
    }
  }
  const cleaned = await cleanStorage(plan, project, { engine, cli }, { signal, onProgress: progressPrinter(terminal) });
  if (isJson) terminal.out(json(plan, contents, cleaned));
  else say(cleanedLines(cleaned));
  return cleaned.left.length === 0 ? 0 : 1;
}

function planLines({ volumes }: StorageCleanPlan, contents: Contents, project: string): readonly string[] {
  if (volumes.length === 0) return ['No volume belongs to nobody: there is nothing to clean'];
  const now = Date.now();
  return [
    `${counted(volumes.length, 'volume')} would go, ${totalText(volumes)}:`,
    ...volumes.map((volume) => `  ${cleanedText(volume, contents.get(volume.name), now)}`),
    `First what no backup holds as it is now is backed up with ${project} and read back`,
  ];
}

function cleanedLines({ removed, left, backup, savedBefore }: CleanedStorage): readonly string[] {
  return [
    `Removed ${counted(removed.length, 'volume')}`,
    ...left.map(({ name, why }) => `volume ${name} is still there: ${why}`),
    ...(backup === undefined ? [] : [`The backup is ${backup}`, `composure restore ${backup} brings the data back`]),
    ...savedBefore.map((each) => `${each.name} is in ${each.backup}`),
  ];
}

/** `removed` is there when something was done. */
function json({ volumes }: StorageCleanPlan, contents: Contents, cleaned: CleanedStorage | undefined): string {
  return `${JSON.stringify({
    volumes: volumes.map(({ name, project, bytes, lastBackup, why }) => ({
      name, ...(project !== undefined && { project }), bytes: bytes ?? null, ...backedUp(lastBackup), why, ...(contents.has(name) && { holds: contents.get(name) }),
    })),
    ...(cleaned !== undefined && { removed: cleaned.removed, left: cleaned.left, backup: cleaned.backup ?? null, savedBefore: cleaned.savedBefore }),
  }, undefined, 2)}\n`;
}

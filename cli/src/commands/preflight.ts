// What is looked at before an environment starts: what the doctor would call a failure.

import type { Project } from '#core/compose/model.ts';
import { checkLines } from '#core/doctor/report-lines.ts';
import { missingFolders } from '#core/environments/data-folders.ts';
import { counted } from '#core/words/listed.ts';
import type { Operating } from '#cli/commands/operate.ts';
import { pathFrom } from '#cli/report/report.ts';

/**
 * True where the environment may start: the doctor finds nothing that keeps it from it, or a person wants it all the same.
 * `leaving` are the projects that are stopped first.
 */
export async function mayStart(target: Project, leaving: readonly string[], { engine, files, parsed, terminal, values, signal }: Operating): Promise<boolean> {
  const { failingChecks } = await import('#host/doctor/failing-checks.ts');
  const failing = await failingChecks(target, leaving, { engine, files, parsed, signal });
  if (failing.length === 0) return true;
  for (const { text } of checkLines(failing)) terminal.progress(text);
  if (values.has('yes') || values.has('dry-run')) return true;
  const what = `${target.environment.name} may not start: ${counted(failing.length, 'check')} of the doctor ${failing.length === 1 ? 'fails' : 'fail'}`;
  if (await terminal.ask(`${what}. Start all the same?`) === true) return true;
  terminal.note(`${what} (--yes starts it all the same)`);
  return false;
}

/** Makes the folders that the engine would make as root's. Only where the engine shares this disk. */
export async function makeDataFolders(target: Project, { engine, files, terminal, values }: Operating): Promise<void> {
  if ((await engine.endpoint()).connection.kind !== 'unix') return;
  const mounts = [...target.services.values()].filter(({ active }) => active).flatMap((service) => service.mounts).flatMap(({ type, source, target: to, createHostPath }) => (
    source === undefined || source.unresolved.length > 0 || !createHostPath ? [] : [{ type, source: source.value, target: to?.value ?? '' }]
  ));
  const folders = await missingFolders(target.directory, mounts, files);
  for (const folder of folders) terminal.progress(`${values.has('dry-run') ? 'Would make' : 'Making'} the folder ${pathFrom(terminal.currentFolder, folder)}`);
  if (values.has('dry-run') || folders.length === 0) return;
  const { makeFolders } = await import('#host/node/make-folders.ts');
  await makeFolders(folders);
}

// What is looked at before an environment starts: its files, and whether somebody has its ports.

import { checkEnvironments } from '#core/check/check-folder.ts';
import type { Project } from '#core/compose/model.ts';
import { missingFolders } from '#core/environments/data-folders.ts';
import { neverCancelled } from '#core/outside.ts';
import { rules } from '#core/rules/index.ts';
import type { Operating } from '#cli/commands/operate.ts';
import { pathFrom } from '#cli/report/report.ts';

/**
 * True where the environment may start: it has no errors, or a person wants it all the same. `leaving` are the projects that
 * are stopped first.
 */
export async function mayStart(target: Project, leaving: readonly string[], { engine, files, parsed, terminal, values, signal }: Operating): Promise<boolean> {
  const { askFacts } = await import('#host/engine/facts.ts');
  const facts = await askFacts(engine, signal);
  const left = { ...facts, ports: facts.ports.filter(({ holder }) => holder.kind === 'process' || !leaving.includes(holder.project)) };
  const { diagnostics } = await checkEnvironments([target.environment], rules, files, parsed, neverCancelled, left);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return true;
  for (const { file, span, code, message } of errors) terminal.progress(`  ${pathFrom(terminal.currentFolder, file)}:${lineOf(target, file, span[0])}  ${message}  ${code}`);
  const what = `${target.environment.name} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}`;
  if (values.has('yes') || values.has('dry-run')) return true;
  if (await terminal.ask(`${what}: it may not start, or not work as written. Start all the same?`) === true) return true;
  terminal.note(`${what}, and was not started (--yes starts it all the same)`);
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

function lineOf({ files }: Project, path: string, offset: number): number {
  const text = files.find(({ file }) => file === path)?.text ?? '';
  return text.slice(0, offset).split('\n').length;
}

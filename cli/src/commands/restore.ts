// `composure restore`: says what a backup would replace, asks, and brings it back.

import { restoreLines } from '#core/backup/restore-lines.ts';
import { subjectOf } from '#core/backup/subject.ts';
import type { RestorePlan } from '#core/backup/plan-restore.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions, secondsOf, timeoutOption, type Operating } from '#cli/commands/operate.ts';
import { visible } from '#cli/report/display-text.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { restoreJson, restorePlanJson, restoreText } from '#cli/report/restore.ts';

export const restoreCommand: CommandDescription = {
  name: 'restore',
  summary: 'Make the volumes and data folders of a project hold exactly what a backup holds',
  operands: 'BACKUP',
  options: [
    ...operationOptions,
    { name: 'volume', value: 'NAME', repeatable: true, help: 'Only this volume' },
    { name: 'file', value: 'VOLUME:PATH', repeatable: true, help: 'Only this file or folder of a volume; all else in it stays' },
    { name: 'confirm', value: 'PROJECT', help: 'The project\'s name, typed: for a backup of another project, engine or folder' },
    { name: 'devices', help: 'Restore device nodes too: by one a container reaches the disks of the machine' },
    { name: 'put-back-on-failure', help: 'Put back what was there where it fails, or what ran does not become ready' },
    { name: 'key-file', value: 'FILE', help: 'The key of a backup that is encrypted; without it backup.keyFile of composure.yaml' },
    timeoutOption,
  ],
  notes: [
    'The backup is read whole before anything is touched, and what is there now is saved beside it and read back too. Who uses the data is stopped meanwhile; where a dump is loaded, all that runs. What was written is read back and compared: names, owners, permissions, times to the second, links and content. What the backup does not hold is gone afterwards.',
    'A BACKUP is an id as composure backup list shows it, the path of a folder, or latest. Compose files, env files and the like are not restored: they lie in its folder files.',
    'Ctrl-C cancels until the first volume is touched; then the restore goes on to its end. After a kill composure recover goes on or puts back.',
    'The exit status is 0 when all is restored and ready, 1 where it failed or nobody said yes, and 2 where nothing could be done.',
  ],
};

/** Restores. @throws CannotRun where it cannot. */
export function runRestore(values: Values, terminal: Terminal): Promise<Status> {
  const [backup, more] = values.operands;
  if (backup === undefined) throw new CannotRun('composure restore needs a backup (composure backup list shows those there are)');
  if (more !== undefined) throw new CannotRun('composure restore takes one backup');
  return operate(values, terminal, (operating) => run(backup, operating), 'cancelling: unless the first volume is touched already, nothing is replaced and what ran is started again');
}

async function run(said: string, { project, engine, cli, values, terminal, signal }: Operating): Promise<Status> {
  const [{ backupPlaces, findBackup }, { prepareRestore, restore }, { readKeyFile }] = await Promise.all([
    import('#host/backup/places.ts'), import('#host/backup/restore.ts'), import('#host/backup/encryption.ts'),
  ]);
  const [machinery, subject, isJson] = [{ engine, cli }, subjectOf(project), values.last('format') === 'json'];
  const places = await backupPlaces(project.directory, { environment: project.environment.name });
  const { folder, manifest } = await findBackup(said, terminal.currentFolder, places);
  const { plan } = await prepareRestore(folder, subject, machinery, { volumes: values.all('volume'), files: values.all('file').map(filePlace) }, signal);
  const say = (line: string): void => { (isJson ? terminal.progress : (text: string) => terminal.out(`${visible(text)}\n`))(line); };
  const told = [...restoreLines(plan, plan.createdAt.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')), ...plan.doubts, ...plan.refusals];
  if (values.has('dry-run')) {
    if (isJson) terminal.out(restorePlanJson(plan));
    else for (const line of told) say(line);
    return plan.refusals.length === 0 ? 0 : 1;
  }
  const [refusal] = plan.refusals;
  if (refusal !== undefined) throw new CannotRun(refusal);
  for (const line of told) terminal.progress(line);
  if (!await isWanted(plan, values, terminal)) return 1;
  const keyFile = values.last('key-file');
  const file = keyFile === undefined ? undefined : toFilePath(keyFile);
  const key = file === undefined ? undefined : await readKeyFile(file, terminal.currentFolder);
  // Planned again: while somebody read and thought, containers may have come and gone.
  const prepared = await prepareRestore(folder, subject, machinery, { volumes: values.all('volume'), files: values.all('file').map(filePlace) }, signal);
  try {
    const outcome = await restore(prepared, subject, machinery, {
      key, keyFile: file, devices: values.has('devices'), isConfirmed: plan.doubts.length > 0, putsBack: values.has('put-back-on-failure'), waitLimit: secondsOf(values), signal, onProgress: progressPrinter(terminal),
    });
    terminal.out(isJson ? restoreJson(outcome) : restoreText(outcome, manifest.id));
    return outcome.ok ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.note('the restore was cancelled: nothing was replaced');
    return 1;
  }
}

/** Doubts are answered by the typed name alone, the rest by a yes. */
async function isWanted({ project, doubts }: RestorePlan, values: Values, terminal: Terminal): Promise<boolean> {
  if (doubts.length > 0) {
    const said = values.last('confirm') ?? await terminal.askText(`Type ${project} to restore all the same:`);
    if (said === undefined) throw new CannotRun(`${doubts[0]}: --confirm ${project} restores all the same`);
    if (said === project) return true;
    if (values.has('confirm')) throw new CannotRun(`--confirm "${said}" is not the project's name: it is ${project}`);
    terminal.note(`"${said}" is not ${project}: nothing was replaced`);
    return false;
  }
  if (values.has('yes')) return true;
  const answer = await terminal.ask('Restore?');
  if (answer === undefined) throw new CannotRun('nothing is replaced before somebody says yes: --yes does');
  if (!answer) terminal.note('nothing was replaced');
  return answer;
}

function filePlace(said: string): { readonly volume: string; readonly path: string } {
  const colon = said.indexOf(':');
  if (colon < 1 || colon === said.length - 1) throw new CannotRun(`--file "${said}" is no VOLUME:PATH, such as data:/reports/2026.csv`);
  return { volume: said.slice(0, colon), path: said.slice(colon + 1) };
}

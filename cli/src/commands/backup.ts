// `composure backup`: makes a backup, lists those there are, verifies one, removes old ones.

import { advice, Failure } from '#core/failure.ts';
import { subjectOf } from '#core/backup/subject.ts';
import { decideKept, type Keep } from '#core/backup/keep.ts';
import { nearest } from '#core/words/nearest.ts';
import type { BackupPlace } from '#host/backup/places.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions, type Operating } from '#cli/commands/operate.ts';
import { createdJson, createdText, listJson, listText, planJson, planText, pruneJson, pruneText, verifiedJson, verifiedText } from '#cli/report/backup.ts';
import { visible } from '#cli/report/display-text.ts';
import { progressPrinter } from '#cli/report/progress.ts';

const keepOptions = [['last', 'So many of the newest'], ['daily', 'The newest of each of so many days'], ['weekly', 'The newest of each of so many weeks']] as const;

export const backupCommand: CommandDescription = {
  name: 'backup',
  summary: 'Back up the data of an environment, and list, verify or prune its backups',
  operands: '[create | list | verify BACKUP | prune]',
  options: [
    ...operationOptions,
    { name: 'to', value: 'DIR', help: 'The folder of the backups; backup.folder of composure.yaml, else backups in the project directory' },
    { name: 'key-file', value: 'FILE', help: 'For verify: the key of a backup that is encrypted; without it backup.keyFile of composure.yaml' },
    ...keepOptions.map(([name, help]) => ({ name: `keep-${name}`, value: 'N', help: `For prune: keep ${help.charAt(0).toLowerCase()}${help.slice(1)}` })),
  ],
  notes: [
    'create, which is meant if nothing is said, saves the volumes, mounted folders that hold data, and the files of the project. Containers that write to them are stopped meanwhile and started again, unless backup in composure.yaml says pause, live or dump. What was written is read back before the backup has its name.',
    'A BACKUP is an id as list shows it, the path of a folder, or latest.',
    'prune never removes the newest good backup, a safety copy, or one that says it comes from the future. Without --keep-… it goes by backup.keep of composure.yaml, else by the last 7, 14 days and 8 weeks.',
    'The exit status is 0 when it is done, 1 where it failed, a backup is damaged or nobody said yes, and 2 where it could not run.',
  ],
};

type Verb = (values: Values, terminal: Terminal, operands: readonly string[]) => Promise<Status>;

const verbs: Readonly<Record<string, Verb>> = { create: runCreate, list: runList, verify: runVerify, prune: runPrune };

/** Backs up, or looks after backups. @throws CannotRun where it cannot. */
export function runBackup(values: Values, terminal: Terminal): Promise<Status> {
  const [verb = 'create', ...operands] = values.operands;
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run === undefined) {
    const near = nearest(verb, Object.keys(verbs));
    throw new CannotRun(`composure backup knows no "${verb}": ${near === undefined ? `there is ${Object.keys(verbs).join(', ')}` : `did you mean ${near}?`}`);
  }
  const most = verb === 'verify' ? 1 : 0;
  if (operands.length > most) throw new CannotRun(`composure backup ${verb} takes ${most === 0 ? 'no argument' : 'one backup'}: "${operands[most]}"`);
  return run(values, terminal, operands);
}

function runCreate(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, create, 'cancelling: containers that were stopped are started again, and what was half made is removed');
}

async function create({ project, engine, cli, values, terminal, signal }: Operating): Promise<Status> {
  const { createBackup, prepareBackup } = await import('#host/backup/create.ts');
  const isJson = values.last('format') === 'json';
  const options = { to: folderSaid(values), signal };
  if (values.has('dry-run')) {
    const prepared = await prepareBackup(subjectOf(project), { engine, cli }, options);
    terminal.out(isJson ? planJson(prepared) : planText(prepared));
    if (!isJson) await adviseGit(prepared.to, terminal);
    return prepared.plan.refusals.length === 0 ? 0 : 1;
  }
  try {
    const created = await createBackup(subjectOf(project), { engine, cli }, { ...options, onProgress: progressPrinter(terminal) });
    terminal.out(isJson ? createdJson(created) : createdText(created));
    await adviseGit(toFilePath(`${created.folder}/..`), terminal, values.has('yes'));
    return created.problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      terminal.note(`the backup of ${project.name} was cancelled: there is none`);
      return 1;
    }
    if (!(error instanceof Failure) || couldNotRun.includes(error.kind)) throw error;
    terminal.note(error.kind === 'command-failed' ? error.message : `${error.message} (${advice[error.kind]})`);
    return 1;
  }
}

/** What ends a command before it began. */
const couldNotRun: readonly Failure['kind'][] = ['docker-missing', 'compose-missing', 'engine-unreachable', 'locked'];

/** Says where Git would take the backups in, and adds the line after a yes. */
async function adviseGit(to: string, terminal: Terminal, isWanted = false): Promise<void> {
  const { gitAdvice, leaveOut } = await import('#host/backup/git-advice.ts');
  const advised = await gitAdvice(to);
  if (advised === undefined) return;
  terminal.progress(`${visible(to)} lies in a Git repository that would take it in, with all data and secrets: ${advised.line} in ${advised.file} leaves it out`);
  if (isWanted || await terminal.ask('Add that line?') === true) {
    await leaveOut(advised);
    terminal.progress(`${advised.line} was added to ${advised.file}`);
  }
}

async function runList(values: Values, terminal: Terminal): Promise<Status> {
  const { listPlaces } = await import('#host/backup/places.ts');
  const places = await placesSaid(values, terminal);
  const found = await listPlaces(places);
  terminal.out(values.last('format') === 'json' ? listJson(found) : listText(found, places.map(({ folder }) => folder), Date.now()));
  return 0;
}

async function runVerify(values: Values, terminal: Terminal, [said]: readonly string[]): Promise<Status> {
  if (said === undefined) throw new CannotRun('composure backup verify needs a backup (composure backup list shows those there are)');
  const [{ findBackup }, { verifyBackup }, { readKeyFile }] = await Promise.all([import('#host/backup/places.ts'), import('#host/backup/verify.ts'), import('#host/backup/encryption.ts')]);
  const places = await placesSaid(values, terminal);
  return interruptible(terminal, 'cancelling: nothing is changed by that', async (signal) => {
    const backup = await findBackup(said, terminal.currentFolder, places);
    const file = values.last('key-file');
    const key = backup.manifest.encryption == null ? undefined : file !== undefined ? await readKeyFile(file, terminal.currentFolder) : await places[0]?.key();
    const verified = await verifyBackup(backup.folder, backup.manifest, { key, signal, onProgress: progressPrinter(terminal) });
    terminal.out(values.last('format') === 'json' ? verifiedJson(backup, verified) : verifiedText(backup, verified));
    return verified.ok ? 0 : 1;
  });
}

async function runPrune(values: Values, terminal: Terminal): Promise<Status> {
  const [{ listPlaces }, { finishPruning, removeBackup }] = await Promise.all([import('#host/backup/places.ts'), import('#host/backup/prune.ts')]);
  const places = await placesSaid(values, terminal);
  const isJson = values.last('format') === 'json';
  const said = keepSaid(values);
  const kept = (await Promise.all(places.map(async (place) => decideKept((await listPlaces([place])).backups, said ?? place.keep, Date.now())))).flat();
  const goes = kept.filter(({ because }) => because === undefined).map(({ backup }) => backup);
  if (values.has('dry-run') || goes.length === 0) {
    if (!values.has('dry-run')) for (const { folder } of places) await finishPruning(folder);
    terminal.out(isJson ? pruneJson(kept, values.has('dry-run') ? undefined : []) : pruneText(kept, Date.now()));
    return 0;
  }
  for (const line of pruneText(kept, Date.now()).trimEnd().split('\n')) terminal.progress(line);
  if (!values.has('yes')) {
    const answer = await terminal.ask(`Remove ${goes.length === 1 ? 'it' : 'them'}?`);
    if (answer === undefined) throw new CannotRun('no backup is removed before somebody says yes: --yes does');
    if (!answer) {
      terminal.note('nothing was removed');
      return 1;
    }
  }
  return interruptible(terminal, 'cancelling: what is removed already stays removed', async (signal) => {
    for (const { folder } of places) await finishPruning(folder);
    for (const backup of goes) {
      signal.throwIfAborted();
      terminal.progress(`Removing ${backup.manifest.id}`);
      await removeBackup(backup.folder);
    }
    if (isJson) terminal.out(pruneJson(kept, goes));
    else terminal.out(`Removed ${goes.length === 1 ? goes[0]?.manifest.id ?? '' : `${goes.length} backups`}\n`);
    return 0;
  });
}

function folderSaid(values: Values): string | undefined {
  const said = values.last('to');
  return said === undefined ? undefined : toFilePath(said);
}

async function placesSaid(values: Values, terminal: Terminal): Promise<readonly BackupPlace[]> {
  const { backupPlaces } = await import('#host/backup/places.ts');
  const directory = values.last('directory');
  return backupPlaces(directory === undefined ? terminal.currentFolder : toFilePath(directory), { environment: values.last('environment'), to: folderSaid(values) });
}

/** Undefined where the command line says nothing of it. */
function keepSaid(values: Values): Keep | undefined {
  if (keepOptions.every(([name]) => !values.has(`keep-${name}`))) return undefined;
  const number = (name: string): number => {
    const said = values.last(`keep-${name}`) ?? '0';
    if (!/^\d{1,4}$/.test(said)) throw new CannotRun(`--keep-${name}: "${said}" is no whole number from 0 to 9999`);
    return Number(said);
  };
  return { last: number('last'), daily: number('daily'), weekly: number('weekly') };
}

/** Work that needs no engine, and ends 1 where it is cancelled or fails. */
async function interruptible(terminal: Terminal, cancelling: string, work: (signal: AbortSignal) => Promise<Status>): Promise<Status> {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    terminal.progress(cancelling);
    interrupted.abort(new Failure('command-failed', 'it was cancelled'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work(interrupted.signal);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (!interrupted.signal.aborted && error.kind === 'command-failed') throw new CannotRun(error.message, { cause: error });
    terminal.note(error.message);
    return 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

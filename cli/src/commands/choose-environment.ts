// Which environment an operation is about: the one that is named, the only one, or the one that runs. Every command
// that works on one environment of one folder chooses it here.

import type { Project } from '#core/compose/model.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { discoverEnvironments, environmentKey } from '#core/project/discover.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { nearest } from '#core/words/nearest.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { OptionDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { pathFrom } from '#cli/report/report.ts';

/** The options by which every operation is told what it is about. */
export const environmentOptions: readonly OptionDescription[] = [
  { name: 'directory', value: 'DIR', help: 'The folder of the project; the current folder without it' },
  { name: 'environment', value: 'NAME', help: 'The environment; without it the one that runs, else the only one' },
];

/** What an operation is about. */
export interface Chosen {
  /** The environment, loaded. */
  readonly project: Project;
  /** All environments of the folder, this one among them. */
  readonly beside: readonly Project[];
}

/** @throws CannotRun where there is none, none of that name, or several of which no single one runs. */
export async function chooseEnvironment(values: Values, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles): Promise<Chosen> {
  const said = values.last('directory');
  const folder = said === undefined ? currentFolder : toFilePath(said);
  const shown = pathFrom(currentFolder, folder);
  const kind = await files.stat(folder);
  if (kind !== 'directory') throw new CannotRun(`${shown} ${kind === undefined ? 'does not exist' : 'is no folder'}`);
  const environments = await discoverEnvironments(folder, files, parsed, neverCancelled);
  if (environments.length === 0) throw new CannotRun(`no compose file in ${shown}${await elsewhere(folder, currentFolder, files, parsed)}`);
  const beside = await Promise.all(environments.map((environment) => loadProject(environment, files, parsed, neverCancelled)));
  return { project: await chosenOf(beside, values.last('environment')), beside };
}

async function chosenOf(all: readonly Project[], wanted: string | undefined): Promise<Project> {
  const [only, ...others] = all;
  if (wanted !== undefined) return named(wanted, all);
  if (only !== undefined && others.length === 0) return only;
  const { up, untold } = await runningOf(all);
  const [running, ...more] = up;
  if (running !== undefined && more.length === 0) return running;
  const why = untold === undefined ? (more.length > 0 ? `${namesOf(up)} run` : 'none of them runs') : `which one runs is not known: ${untold}`;
  throw new CannotRun(`there are ${namesOf(all)}, and ${why}: say by --environment which one is meant`);
}

function named(wanted: string, all: readonly Project[]): Project {
  const found = all.find(({ environment }) => environment.name === wanted);
  if (found !== undefined) return found;
  const names = all.map(({ environment }) => environment.name);
  const near = nearest(wanted, names);
  throw new CannotRun(`no environment "${wanted}": ${near === undefined ? `there ${names.length === 1 ? 'is' : 'are'} ${listed(names)}` : `did you mean ${near}?`}`);
}

/** Those that run whole, else those that run in part. */
async function runningOf(all: readonly Project[]): Promise<{ readonly up: readonly Project[]; readonly untold?: string }> {
  const [{ Engine }, { whichRun }] = await Promise.all([import('#host/engine/engine.ts'), import('#host/compose/which-run.ts')]);
  const engine = new Engine();
  try {
    const { environments } = await whichRun(all, engine);
    const of = (verdict: string): readonly Project[] => all.filter(({ environment }) => environments.some((run) => run.id === environmentKey(environment) && run.verdict === verdict));
    const whole = of('running');
    return { up: whole.length > 0 ? whole : of('partly') };
  } catch (error) {
    if (error instanceof Failure) return { up: [], untold: error.message };
    throw error;
  } finally {
    engine.dispose();
  }
}

/** Where there are compose files below a folder that has none. */
async function elsewhere(folder: FilePath, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles): Promise<string> {
  const below = await environmentsBelow(folder, files, parsed, neverCancelled);
  const folders = [...new Set(below.map(folderFoundIn))].map((each) => pathFrom(currentFolder, each));
  if (folders.length === 0) return '';
  return `: there ${folders.length === 1 ? 'is one' : 'are some'} in ${listed(folders.slice(0, 5))} (--directory ${folders[0]})`;
}

function namesOf(projects: readonly Project[]): string {
  return listed(projects.map(({ environment }) => environment.name));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

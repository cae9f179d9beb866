// `composure environments` and `composure matrix`: which environments there are, and what each is made of.

import type { Project } from '#core/compose/model.ts';
import { matrixCells, matrixColumns, matrixHeadings, untold, type MatrixFacts } from '#core/matrix/cells.ts';
import { matrixRow } from '#core/matrix/matrix-row.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationOf } from '#core/project/configuration-of.ts';
import { environmentKey } from '#core/project/discover.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { nameOf } from '#core/project/path.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { chooseFolder, folderOptions } from '#cli/commands/choose-folder.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { askWhatRuns, statusText, type Running } from '#cli/commands/what-runs.ts';
import { pathFrom } from '#cli/report/report.ts';
import { tableText } from '#cli/report/table.ts';

export const environmentsCommand: CommandDescription = {
  name: 'environments',
  summary: 'List the environments of a folder, and which of them run',
  options: folderOptions,
  notes: ['Without an engine it lists them all the same.'],
};

export const matrixCommand: CommandDescription = {
  name: 'matrix',
  summary: 'Show what each environment is made of, what it asks for and how it is',
  options: folderOptions,
  notes: ['Without an engine it does not say what runs. A table that is too wide for the terminal becomes a list.'],
};

/** Lists. @throws CannotRun where there are none. */
export async function runEnvironments(values: Values, terminal: Terminal): Promise<Status> {
  const { projects } = await chooseFolder(values, terminal);
  const running = await askWhatRuns(projects, terminal);
  if (values.last('format') === 'json') {
    terminal.out(`${JSON.stringify({ environments: projects.map((project) => environmentJson(project, runningOf(project, running))) }, undefined, 2)}\n`);
    return 0;
  }
  const isOneFolder = new Set(projects.map(({ environment }) => folderFoundIn(environment))).size === 1;
  const shown = (path: FilePath): string => (isOneFolder ? nameOf(path) : pathFrom(values.last('directory') === undefined ? terminal.currentFolder : toFilePath(values.last('directory') ?? '.'), path));
  const rows = projects.map((project): readonly string[] => {
    const { environment: { name, mode, files, envFiles, profiles } } = project;
    const services = servicesOf(project);
    return [name, mode === 'other' ? '' : mode, [...files.map(shown), ...envFiles.map(shown), ...profiles.map((profile) => `profile ${profile}`)].join(' '), services.join(', '), statusText(runningOf(project, running), services.length) ?? untold];
  });
  terminal.out(tableText(['Environment', 'Mode', 'Files', 'Services', 'Status'], rows, terminal.width));
  return 0;
}

/** Shows. @throws CannotRun where there are none. */
export async function runMatrix(values: Values, terminal: Terminal): Promise<Status> {
  const { newestBackups } = await import('#host/backup/newest.ts');
  const { projects, files, parsed } = await chooseFolder(values, terminal);
  const [running, backups] = [await askWhatRuns(projects, terminal), await newestBackups(projects.map(({ directory }) => directory))];
  const rows = await Promise.all(projects.map(async (project) => {
    const row = matrixRow(project, await configurationOf(project.environment, files, parsed));
    const backup = backups.get(project.name);
    const facts: MatrixFacts = {
      status: statusText(runningOf(project, running), row.services.length),
      lastBackup: backup === undefined ? 'none' : { at: backup.manifest.createdAt, verified: backup.verified?.ok },
    };
    return { project, row, facts };
  }));
  if (values.last('format') === 'json') {
    const environments = rows.map(({ project, row: { networks, ports, memory, gpu, gpus, variables, unset, secrets, partial }, facts: { lastBackup } }) => ({
      ...environmentJson(project, runningOf(project, running)),
      networks, ports, memory: { ...memory, machine: memory.machine ?? null }, gpu, gpus: { ...gpus, machine: gpus.machine ?? null }, variables, unset, secrets, lastBackup: lastBackup === 'none' ? null : lastBackup, partial,
    }));
    terminal.out(`${JSON.stringify({ environments }, undefined, 2)}\n`);
    return 0;
  }
  const now = Date.now();
  terminal.out(tableText(['Environment', ...matrixColumns.map((column) => matrixHeadings[column])], rows.map(({ row, facts }) => {
    const cells = matrixCells(row, facts, now);
    return [row.name, ...matrixColumns.map((column) => cells[column].text)];
  }), terminal.width));
  return 0;
}

function runningOf({ environment }: Project, running: ReadonlyMap<string, Running>): Running | undefined {
  return running.get(environmentKey(environment));
}

/** Those that its profiles do not leave out. */
function servicesOf({ services }: Project): readonly string[] {
  return [...services.values()].filter(({ active }) => active).map(({ name }) => name);
}

/** `running` is null where the engine does not say. */
function environmentJson(project: Project, running: Running | undefined): object {
  const { environment: { name, mode, directory, files, envFiles, profiles }, name: projectName } = project;
  return { name, mode, project: projectName, directory, files, envFiles, profiles, services: servicesOf(project), running: running?.verdict ?? null, up: running?.up ?? null };
}

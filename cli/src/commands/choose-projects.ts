// Which projects a command line means: PATHs, one project as `docker compose` would be told, one environment.

import { configurationFaults } from '#core/configuration/faults.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { composeEnvironment, environmentsBelow, environmentsWith, type ComposeOptions } from '#core/project/choose-environments.ts';
import type { Environment } from '#core/project/environment.ts';
import { configurationName, readConfigured } from '#core/project/configured-environments.ts';
import { folderOf, nameOf, resolvePath } from '#core/project/path.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { pathFrom } from '#cli/report/report.ts';

/** The environments to judge, each once. @throws CannotRun for what is not there. */
export async function chooseProjects(values: Values, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const options: ComposeOptions = {
    files: values.all('file').map(fileNamed),
    directory: values.last('project-directory') === undefined ? undefined : toFilePath(values.last('project-directory') ?? ''),
    envFiles: values.all('env-file').map((path) => toFilePath(path)),
    profiles: values.all('profile'),
  };
  const wanted = values.last('environment');
  if (values.has('file') || values.has('project-directory')) {
    const option = values.has('file') ? '--file' : '--project-directory';
    if (values.operands[0] !== undefined) throw new CannotRun(`${option} names one project, so there can be no PATH beside it: "${values.operands[0]}"`);
    if (wanted !== undefined) throw new CannotRun(`${option} names one project, so there can be no --environment beside it`);
  }
  for (const file of [...options.files, ...options.envFiles]) await expectFile(file, currentFolder, files);
  if (options.directory !== undefined) await expectFolder(options.directory, currentFolder, files);
  const meansOne = values.operands.length === 0 && wanted === undefined
    && ['file', 'project-directory', 'env-file', 'profile'].some((option) => values.has(option));
  if (meansOne) {
    const environment = await composeEnvironment(options, currentFolder, files, parsed, cancellation);
    if (environment === undefined) throw new CannotRun(`no compose file in ${shown(options.directory ?? currentFolder, currentFolder)} or a folder above it`);
    if (environment.namedAt === undefined) for (const file of environment.files) await expectFile(file, currentFolder, files);
    return [environment];
  }

  const found = new Map<string, Environment>();
  for (const path of values.operands.length === 0 ? [currentFolder] : values.operands.map((operand) => toFilePath(operand))) {
    for (const environment of await environmentsAt(path, currentFolder, files, parsed, cancellation)) {
      // Those that a team describes differ in mode and rules, though Compose reads the same files.
      found.set(JSON.stringify([environment.namedAt === undefined ? 'default' : environment.name, environment.directory, environment.files, environment.envFiles, environment.profiles]), environment);
    }
  }
  const all = [...found.values()].map((environment): Environment => ({
    ...environment,
    envFiles: options.envFiles.length > 0 ? options.envFiles : environment.envFiles,
    profiles: [...environment.profiles, ...options.profiles],
  }));
  return wanted === undefined ? all : named(wanted, all);
}

/** The folders that a command line has searched; none where it names files or one environment. */
export function searchedFolders(values: Values, currentFolder: FilePath): readonly FilePath[] {
  if (['file', 'project-directory', 'env-file', 'profile', 'environment'].some((option) => values.has(option))) return [];
  return values.operands.length === 0 ? [currentFolder] : values.operands.map((operand) => toFilePath(operand));
}

function fileNamed(path: string): FilePath {
  if (path === '-') throw new CannotRun('--file -: standard input is not supported');
  return toFilePath(path);
}

async function environmentsAt(path: FilePath, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const kind = await files.stat(path);
  if (kind !== 'directory') {
    await expectFile(path, currentFolder, files);
    // It is judged with the environments that it describes.
    if (nameOf(path) === configurationName) return environmentsAt(folderOf(path), currentFolder, files, parsed, cancellation);
    if (!/\.(?:ya?ml|json)$/i.test(path)) throw new CannotRun(`${shown(path, currentFolder)} is no compose file by its name (--file reads it as one)`);
    return environmentsWith(path, files, parsed, cancellation);
  }
  await expectFolder(path, currentFolder, files);
  const environments = await environmentsBelow(path, files, parsed, cancellation);
  if (environments.length === 0) throw new CannotRun(`no compose file in ${shown(path, currentFolder)}${await misdescribed(path, files, parsed)}`);
  return environments;
}

/** What keeps a `composure.yaml` from naming the compose files of a folder. */
async function misdescribed(folder: FilePath, files: FileSystem, parsed: ParsedFiles): Promise<string> {
  const file = await parsed.get(resolvePath(folder, configurationName), files);
  const [first] = file === undefined ? [] : [...readConfigured(file).problems, ...configurationFaults(file)];
  return first === undefined || file === undefined ? '' : `; ${configurationName}, line ${file.text.slice(0, first.at.span[0]).split('\n').length}: ${first.message}`;
}

function named(name: string, all: readonly Environment[]): readonly Environment[] {
  const chosen = all.filter((environment) => environment.name === name);
  if (chosen.length > 0) return chosen;
  const names = [...new Set(all.map((environment) => environment.name))];
  const near = nearest(name, names);
  throw new CannotRun(`no environment "${name}": ${near === undefined ? `there ${names.length === 1 ? 'is' : 'are'} ${names.toSorted().join(', ')}` : `did you mean ${near}?`}`);
}

async function expectFile(path: FilePath, currentFolder: FilePath, files: FileSystem): Promise<void> {
  const kind = await files.stat(path);
  if (kind === undefined) throw new CannotRun(`${shown(path, currentFolder)} does not exist`);
  if (kind === 'directory') throw new CannotRun(`${shown(path, currentFolder)} is a folder, no file`);
  if (await files.readText(path) === undefined) throw new CannotRun(`${shown(path, currentFolder)} cannot be read`);
}

async function expectFolder(path: FilePath, currentFolder: FilePath, files: FileSystem): Promise<void> {
  const kind = await files.stat(path);
  if (kind === undefined) throw new CannotRun(`${shown(path, currentFolder)} does not exist`);
  if (kind === 'file') throw new CannotRun(`${shown(path, currentFolder)} is a file, no folder`);
  if (await files.list(path) === undefined) throw new CannotRun(`${shown(path, currentFolder)} cannot be read`);
}

/** A path as a person would write it from here. */
function shown(path: FilePath, currentFolder: FilePath): string {
  return pathFrom(currentFolder, path);
}

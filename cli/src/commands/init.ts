// `composure init`: writes the environments that are found by convention into a composure.yaml.

import { describeFolder } from '#core/configuration/describe.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { listed } from '#core/words/listed.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { createText } from '#host/node/replace-text.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { pathFrom } from '#cli/report/report.ts';

export const initCommand: CommandDescription = {
  name: 'init',
  summary: 'Write the environments of a folder, as they are found, into a composure.yaml',
  options: [
    { name: 'directory', value: 'DIR', help: 'The folder; the current folder without it' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
    { name: 'yes', help: 'Write without asking' },
    { name: 'dry-run', help: 'Print the file, and write nothing' },
  ],
  notes: ['The file says what is found without it: composure check finds the same before and after. One that is there is left as it is.'],
};

/** Writes. @throws CannotRun where there is nothing to write, a file already, or nobody who agrees. */
export async function runInit(values: Values, terminal: Terminal): Promise<Status> {
  const { currentFolder } = terminal;
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const said = values.last('directory');
  const folder = said === undefined ? currentFolder : toFilePath(said);
  const shown = (path: FilePath): string => pathFrom(currentFolder, path);
  const kind = await files.stat(folder);
  if (kind !== 'directory') throw new CannotRun(`${shown(folder)} ${kind === undefined ? 'does not exist' : 'is no folder'}`);
  const description = await describeFolder(folder, files, parsed, neverCancelled);
  switch (description.kind) {
    case 'there': throw new CannotRun(`${shown(description.file)} is there already: it is left as it is`);
    case 'above': throw new CannotRun(`the environments of ${shown(folder)} are written down in ${shown(description.folder)}`);
    case 'none': throw new CannotRun(`no compose file in ${shown(folder)}${await elsewhere(folder, currentFolder, files, parsed)}`);
    case 'found': break;
  }
  const { file, environments, text } = description;
  const isJson = values.last('format') === 'json';
  if (!isJson) terminal.out(text);
  const isWritten = !values.has('dry-run') && await agreed(values, terminal, shown(file));
  if (isWritten) await write(file, text, shown(file));
  if (isJson) terminal.out(`${JSON.stringify({ file: toOsPath(file), written: isWritten, environments: environments.map(forJson), text }, undefined, 2)}\n`);
  else if (isWritten) terminal.progress(`${shown(file)} is written`);
  return isWritten || values.has('dry-run') ? 0 : 1;
}

async function agreed(values: Values, terminal: Terminal, name: string): Promise<boolean> {
  const answer = values.has('yes') || await terminal.ask(`Write ${name}?`);
  if (answer === undefined) throw new CannotRun(`nobody is there to agree to ${name}: --yes writes it, --dry-run only prints it`);
  return answer;
}

/** @throws CannotRun where the file cannot be written. */
async function write(file: FilePath, text: string, name: string): Promise<void> {
  try {
    if (await createText(file, text) === 'changed') throw new CannotRun(`${name} has come meanwhile: it is left as it is`);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new CannotRun(`${name} cannot be written: ${error.message}`, { cause: error });
    throw error;
  }
}

async function elsewhere(folder: FilePath, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles): Promise<string> {
  const below = await environmentsBelow(folder, files, parsed, neverCancelled);
  const folders = [...new Set(below.map(folderFoundIn))].map((each) => pathFrom(currentFolder, each));
  return folders.length === 0 ? '' : `: there are some in ${listed(folders.slice(0, 5))} (--directory ${folders[0]})`;
}

function forJson({ name, mode, directory, files, envFiles, profiles }: Environment): object {
  return { name, mode, directory: toOsPath(directory), files: files.map((path) => toOsPath(path)), envFiles: envFiles.map((path) => toOsPath(path)), profiles };
}

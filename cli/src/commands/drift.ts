// `composure drift`: what differs between environments, and what of it is meant.

import { readDrift } from '#core/drift/folder-drift.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { listed } from '#core/words/listed.ts';
import { nearest } from '#core/words/nearest.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { chooseFolder, folderOptions, type Folder } from '#cli/commands/choose-folder.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { driftJson, driftText } from '#cli/report/drift.ts';
import { pathFrom } from '#cli/report/report.ts';

export const driftCommand: CommandDescription = {
  name: 'drift',
  summary: 'Show what differs between environments',
  operands: '[ENVIRONMENT…]',
  options: [...folderOptions, { name: 'all', help: 'Also show what composure.yaml says is so on purpose' }],
  notes: ['Without names all environments of the folder are compared. What depends on a variable without a value is not. It only looks, and ends with 0: composure check judges.'],
};

/** Compares. @throws CannotRun where there are not two to compare. */
export async function runDrift(values: Values, terminal: Terminal): Promise<Status> {
  const folder = await chooseFolder(values, terminal);
  const { projects, files, parsed } = folder;
  const named = namedProjects(values, folder, terminal);
  const { compared, left, differences } = await readDrift(named, projects, files, parsed, neverCancelled);
  const names = (some: Folder['projects']): string => listed(some.map(({ environment }) => environment.name));
  if (compared.length < 2) throw new CannotRun(left.length === 0 ? `there is only one environment: ${names(projects)}` : `${names(left)} cannot be compared: a part of the files cannot be read`);
  if (left.length > 0) terminal.note(`${names(left)} ${left.length === 1 ? 'is' : 'are'} not compared: a part of the files cannot be read`);
  const texts = new Map<FilePath, string>();
  for (const { values: said } of differences) for (const { at } of said) if (at !== undefined && !texts.has(at.file)) texts.set(at.file, await files.readText(at.file) ?? '');
  const report = { environments: compared.map(({ environment }) => environment.name), differences, texts };
  terminal.out(values.last('format') === 'json' ? driftJson(report) : driftText(report, { ...terminal, all: values.has('all') }));
  return 0;
}

function namedProjects(values: Values, { projects }: Folder, terminal: Terminal): Folder['projects'] {
  const folders = [...new Set(projects.map(({ environment }) => folderFoundIn(environment)))].map((each) => pathFrom(terminal.currentFolder, each));
  if (folders.length > 1) throw new CannotRun(`the environments of one folder are compared: there are some in ${listed(folders)} (--directory ${folders[0]})`);
  const names = projects.map(({ environment }) => environment.name);
  for (const name of values.operands) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new CannotRun(`no environment "${name}": ${near === undefined ? `there is ${names.join(', ')}` : `did you mean ${near}?`}`);
  }
  if (new Set(values.operands).size === 1) throw new CannotRun(`with what ${values.operands[0]} is compared is not said: there is ${names.filter((name) => name !== values.operands[0]).join(', ')}`);
  return values.operands.length === 0 ? projects : projects.filter(({ environment }) => values.operands.includes(environment.name));
}

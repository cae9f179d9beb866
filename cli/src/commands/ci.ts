// `composure ci write`: writes the job that checks the projects of a repository for each change.

import { planCi, type CiFile } from '#core/ci/plan.ts';
import { providers, providersOf, type Provider } from '#core/ci/provider.ts';
import type { FilePath } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { createText, replaceText } from '#host/node/replace-text.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { repositoryRoot } from '#cli/commands/check.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { visible } from '#cli/report/display-text.ts';
import { pathFrom } from '#cli/report/report.ts';
import { unifiedDiff } from '#cli/report/unified-diff.ts';

export const ciCommand: CommandDescription = {
  name: 'ci',
  summary: 'Write the CI job or the hook that checks the compose projects of a repository',
  operands: 'write',
  options: [
    { name: 'directory', value: 'DIR', help: 'The folder that is checked; the current folder without it' },
    { name: 'provider', value: 'NAME', choices: providers, repeatable: true, help: 'What it is written for; without it what the repository has: .github, .gitlab-ci.yml, or where it is pushed' },
    { name: 'sarif', help: 'GitHub: send the findings to code scanning too' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
    { name: 'yes', help: 'Write without asking' },
    { name: 'dry-run', help: 'Print what would be written, and write nothing' },
  ],
  notes: [
    'github writes .github/workflows/composure.yml; gitlab writes .gitlab/composure.yml and includes it in .gitlab-ci.yml; pre-commit adds a hook to .pre-commit-config.yaml.',
    'What would change is shown first. Written again, the same version changes nothing.',
  ],
};

/** Writes. @throws CannotRun where it is not known for what, or nobody agrees. */
export async function runCi(values: Values, terminal: Terminal): Promise<Status> {
  const [verb, ...more] = values.operands;
  if (verb !== 'write' || more.length > 0) throw new CannotRun(verb === undefined ? 'composure ci needs a word more: write' : `composure ci knows write alone: "${[verb === 'write' ? '' : verb, ...more].join(' ').trim()}"`);
  const { currentFolder, version } = terminal;
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const said = values.last('directory');
  const folder = said === undefined ? currentFolder : toFilePath(said);
  const shown = (path: FilePath): string => pathFrom(currentFolder, path);
  if (await files.stat(folder) !== 'directory') throw new CannotRun(`${shown(folder)} is no folder`);
  const root = await repositoryRoot(folder, files);
  const wanted = providers.filter((each) => values.all('provider').includes(each));
  const chosen = wanted.length > 0 ? wanted : await providersOf(root, files);
  if (chosen.length === 0) throw new CannotRun('nothing says where the checks run: say it by --provider github, gitlab or pre-commit');
  const plan = await planCi(chosen, { root, folder, version, sarif: values.has('sarif') }, files, parsed);
  const [problem] = plan.problems;
  if (problem !== undefined) throw new CannotRun(problem.message);

  const changed = plan.files.filter(({ before, after }) => before !== after);
  const diff = changed.map(({ path, before, after }) => unifiedDiff(shown(path), before, after)).join('');
  const isJson = values.last('format') === 'json';
  if (values.has('dry-run')) {
    terminal.out(isJson ? json(plan.files, chosen, false, diff) : changed.length === 0 ? upToDate(plan.files, shown) : diff.split('\n').map(visible).join('\n'));
    return 0;
  }
  if (changed.length > 0 && !values.has('yes')) {
    for (const line of diff.trimEnd().split('\n')) terminal.progress(line);
    const answer = await terminal.ask(`Write ${changed.length === 1 ? 'it' : 'them'}?`);
    if (answer === undefined) throw new CannotRun('nothing is written before somebody says yes: --yes does');
    if (!answer) {
      terminal.note('nothing was written');
      return 1;
    }
  }
  for (const file of changed) await write(file, shown(file.path));
  terminal.out(isJson ? json(plan.files, chosen, true) : changed.length === 0 ? upToDate(plan.files, shown) : changed.map(({ path }) => `${shown(path)} is written\n`).join(''));
  return 0;
}

function upToDate(files: readonly CiFile[], shown: (path: FilePath) => string): string {
  return files.map(({ path }) => `${shown(path)} is up to date\n`).join('');
}

function json(files: readonly CiFile[], chosen: readonly Provider[], written: boolean, diff?: string): string {
  return `${JSON.stringify({
    providers: chosen, written,
    files: files.map(({ provider, path, before, after }) => ({ provider, file: toOsPath(path), change: before === undefined ? 'new' : before === after ? 'none' : 'changed', text: after })),
    ...(diff === undefined ? {} : { diff }),
  }, undefined, 2)}\n`;
}

/** @throws CannotRun where the file cannot be written, or is another one by now. */
async function write({ path, before, after }: CiFile, name: string): Promise<void> {
  try {
    if ((before === undefined ? await createText(path, after) : await replaceText(path, before, after)) === 'changed') throw new CannotRun(`${name} has changed meanwhile: it is left as it is`);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new CannotRun(`${name} cannot be written: ${error.message}`, { cause: error });
    throw error;
  }
}

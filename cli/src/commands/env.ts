// `composure env`: the variables that `composure.yaml` describes, brought into the files of each environment.

import { readVariables } from '#core/variables/read-variables.ts';
import { nearest } from '#core/words/nearest.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { checkVariables } from '#cli/commands/env-check.ts';
import { generateFiles, rotateSecret, type EnvWork } from '#cli/commands/env-generate.ts';
import { pathFrom } from '#cli/report/report.ts';

export const envCommand: CommandDescription = {
  name: 'env',
  summary: 'Write the env files and secrets of each environment from the variables that composure.yaml describes',
  operands: 'generate | rotate NAME | check',
  options: [
    { name: 'directory', value: 'DIR', help: 'The folder of composure.yaml; the current folder without it' },
    { name: 'environment', value: 'NAME', help: 'The environment; without it all, and for rotate the only one' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
    { name: 'update', help: 'With generate: take over the values that composure.yaml says for an environment where its files say others; never secrets' },
    { name: 'yes', help: 'Write without asking' },
    { name: 'dry-run', help: 'Print what would be written, and write nothing' },
  ],
  notes: [
    'generate fills in what is missing: values that stand in env files stay, others come from composure.yaml, and secrets are made. What would change is shown first, with dots in place of secrets.',
    'rotate makes a new value for a secret that is generated, and for all that is made of it, and says which services use it.',
    'check says what is missing, what nothing uses, and what is not what composure.yaml says; it ends with 1 where something is missing or wrong.',
  ],
};

const verbs: Readonly<Record<string, (work: EnvWork, operands: readonly string[]) => Promise<Status>>> = { generate: generateFiles, rotate: rotateSecret, check: checkVariables };

/** Runs one of the three. @throws CannotRun where it cannot. */
export async function runEnv(values: Values, terminal: Terminal): Promise<Status> {
  const [verb, ...operands] = values.operands;
  const known = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (known === undefined) {
    const near = verb === undefined ? undefined : nearest(verb, Object.keys(verbs));
    throw new CannotRun(`${verb === undefined ? 'composure env needs a word more' : `composure env knows no "${verb}"`}: ${near === undefined ? 'generate, rotate NAME or check' : `did you mean ${near}?`}`);
  }
  if (verb !== 'rotate' && operands.length > 0) throw new CannotRun(`composure env ${verb} takes no argument: "${operands[0]}"`);
  const said = values.last('directory');
  const folder = said === undefined ? terminal.currentFolder : toFilePath(said);
  const shown = pathFrom(terminal.currentFolder, folder);
  if (await nodeFileSystem().stat(folder) !== 'directory') throw new CannotRun(`${shown} is no folder`);
  const { askSubject } = await import('#host/variables/ask-plan.ts');
  const subject = await askSubject(folder);
  if (subject === undefined) throw new CannotRun(`${shown} has no composure.yaml that describes variables`);
  const [broken] = subject.configuration.problems;
  if (broken !== undefined) throw new CannotRun(`${pathFrom(terminal.currentFolder, subject.configuration.file)} cannot be read: ${broken.message}`);
  if (readVariables(subject.configuration).size === 0) throw new CannotRun(`${pathFrom(terminal.currentFolder, subject.configuration.file)} describes no variables`);
  const names = subject.projects.map(({ environment }) => environment.name);
  const wanted = values.last('environment');
  if (names.length === 0) throw new CannotRun(`no compose file in ${shown}`);
  if (wanted !== undefined && !names.includes(wanted)) {
    const near = nearest(wanted, names);
    throw new CannotRun(`no environment "${wanted}": ${near === undefined ? `there is ${names.join(', ')}` : `did you mean ${near}?`}`);
  }
  return known({ subject, environments: wanted === undefined ? names : [wanted], values, terminal }, operands);
}

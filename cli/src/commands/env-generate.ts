// `composure env generate` and `rotate`: shows what would be written, asks, writes, and says what was written.

import { Failure } from '#core/failure.ts';
import type { Plan, PlannedFile } from '#core/variables/plan.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { dependentsOf } from '#core/variables/dependents.ts';
import { shownFile } from '#core/variables/shown.ts';
import type { Subject } from '#core/variables/subject.ts';
import { keepersOfPasswords, servicesUsing } from '#core/variables/users.ts';
import { listed } from '#core/words/listed.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { visible } from '#cli/report/display-text.ts';
import { envJson, envLines } from '#cli/report/env.ts';
import { pathFrom } from '#cli/report/report.ts';
import { unifiedDiff } from '#cli/report/unified-diff.ts';

/** What the verbs work on. */
export interface EnvWork {
  readonly subject: Subject;
  /** Those that are meant. */
  readonly environments: readonly string[];
  readonly values: Values;
  readonly terminal: Terminal;
}

/** Fills in what is missing. @throws CannotRun where nobody agrees. */
export async function generateFiles(work: EnvWork): Promise<Status> {
  const { askPlan } = await import('#host/variables/ask-plan.ts');
  const plan = await askPlan(work.subject, work.environments, { update: work.values.has('update') });
  return apply(plan, work, []);
}

/** Makes one secret anew. @throws CannotRun for a variable that is not generated. */
export async function rotateSecret(work: EnvWork, operands: readonly string[]): Promise<Status> {
  const [name, ...more] = operands;
  const { subject, environments } = work;
  if (name === undefined || more.length > 0) throw new CannotRun('composure env rotate needs the name of one variable: composure env rotate NAME');
  const variables = readVariables(subject.configuration);
  const variable = variables.get(name);
  if (variable === undefined) {
    const near = nearest(name, variables.keys());
    throw new CannotRun(`composure.yaml describes no variable ${name}${near === undefined ? '' : `: did you mean ${near}?`}`);
  }
  const { generate } = variable;
  if (generate?.kind === 'from') throw new CannotRun(`${name} is made of ${listed(generate.uses)}: rotate ${generate.uses.length === 1 ? 'that' : 'one of them'}, and it follows`);
  if (generate === undefined) throw new CannotRun(`${name} is not generated: change it where it comes from, then write it into the env file; generate in composure.yaml lets Composure make it`);
  if (environments.length > 1) throw new CannotRun(`there are ${listed(environments)}: say by --environment which one is meant`);
  const { askPlan } = await import('#host/variables/ask-plan.ts');
  const plan = await askPlan(subject, environments, { rotate: name });
  const changed = new Set([name, ...dependentsOf(name, variables)]);
  const project = subject.projects.find(({ environment }) => environments.includes(environment.name));
  const paths = new Set(plan.files.filter(({ before, after }) => before !== after).map(({ path }) => path));
  const users = project === undefined ? [] : servicesUsing(changed, paths, project);
  const keepers = project === undefined ? [] : keepersOfPasswords(users, project);
  return apply({
    ...plan, environments: plan.environments.map((each) => ({ ...each, missing: [] })),
    notes: [
      ...plan.notes,
      users.length === 0 ? `no service of ${environments[0]} uses ${name}` : `${listed(users)} ${users.length === 1 ? 'uses' : 'use'} it, and ${users.length === 1 ? 'has' : 'have'} the old value until composure up --environment ${environments[0]}`,
      ...keepers.map((each) => `${each} took the old value when its data was made: set the new one in the database too, or it lets nobody in`),
    ],
  }, work, users);
}

async function apply(plan: Plan, { subject, values, terminal }: EnvWork, services: readonly string[]): Promise<Status> {
  const [{ looseFiles, writingRoot }, { writePlanned }] = await Promise.all([import('#host/variables/ask-plan.ts'), import('#host/variables/write-planned.ts')]);
  const isJson = values.last('format') === 'json';
  const changed = plan.files.filter(({ before, after }) => before !== after);
  const loose = await looseFiles(plan.files);
  const diff = changed.map((file) => diffOf(file, terminal)).join('');
  const tightened = loose.map(({ path }) => `${pathFrom(terminal.currentFolder, path)} holds secrets and can be read by others: it becomes yours alone`);
  const report = { plan, currentFolder: terminal.currentFolder, services };
  const status = plan.problems.length > 0 || plan.environments.some(({ missing }) => missing.length > 0) ? 1 : 0;
  const say = (written: boolean): void => terminal.out(isJson ? envJson({ ...report, written, diff: values.has('dry-run') ? diff : undefined }) : envLines({ ...report, written }).map((line) => `${visible(line)}\n`).join(''));
  if (values.has('dry-run')) {
    if (!isJson) terminal.out(diff.split('\n').map(visible).join('\n'));
    say(false);
    return status;
  }
  if (changed.length + loose.length > 0) {
    for (const line of [...(diff === '' ? [] : diff.trimEnd().split('\n')), ...tightened]) terminal.progress(line);
    if (!values.has('yes')) {
      const answer = await terminal.ask(`Write ${changed.length + loose.length === 1 ? 'it' : 'them'}?`);
      if (answer === undefined) throw new CannotRun('nothing is written before somebody says yes: --yes does');
      if (!answer) {
        terminal.note('nothing was written');
        return 1;
      }
    }
    try {
      await writePlanned(plan.files, await writingRoot(subject));
    } catch (error) {
      if (error instanceof Failure) throw new CannotRun(error.message, { cause: error });
      throw error;
    }
  }
  say(true);
  return status;
}

function diffOf(file: PlannedFile, { currentFolder }: Terminal): string {
  const { before, after } = shownFile(file);
  return unifiedDiff(pathFrom(currentFolder, file.path), before, after);
}

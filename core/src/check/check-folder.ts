// Every environment of a folder, loaded and checked: what a fixture, a command line and a workspace have in common.

import { checkTogether, placeOf, type CheckedTogether } from '#core/check/check-together.ts';
import { checkProject, byPlace, findingKey, type Diagnostic } from '#core/check/run.ts';
import { unusedIgnore } from '#core/check/ignore.ts';
import type { Project } from '#core/compose/model.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule, Severity } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';

export interface Checked {
  readonly projects: readonly Project[];
  readonly diagnostics: readonly SharedDiagnostic[];
}

/** A finding, and in which environments it stands. */
export interface SharedDiagnostic extends Diagnostic {
  readonly environments: readonly string[];
  /** Said where the file belongs to other environments too, in which it does not stand: "only in production and staging". */
  readonly where: string | undefined;
}

/** Checks the environments of one folder (its sub-folders are not looked into). */
export async function checkFolder(directory: FilePath, rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine?: EngineFacts): Promise<Checked> {
  return checkEnvironments(await discoverEnvironments(directory, files, parsed, cancellation), rules, files, parsed, cancellation, engine);
}

/** Checks environments, each by itself and then together; a finding that several share is reported once. */
export async function checkEnvironments(environments: readonly Environment[], rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine?: EngineFacts): Promise<Checked> {
  const checked: CheckedProject[] = [];
  for (const environment of environments) {
    const project = await loadProject(environment, files, parsed, cancellation);
    checked.push({ project, diagnostics: await checkProject(project, rules, files, parsed, cancellation, engine) });
  }
  const projects = checked.map(({ project }) => project);
  return { projects, diagnostics: together(checked, await checkTogether(projects, rules, files, parsed, cancellation, engine)) };
}

export interface CheckedProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** What several projects say by themselves and together, each finding once; of one file if one is named. */
export function together(all: readonly CheckedProject[], shared: CheckedTogether, file?: FilePath): readonly SharedDiagnostic[] {
  const checked = withoutIncluded(all);
  const isUnused = unusedInAll(checked);
  const said = [...checked.flatMap(({ diagnostics }) => diagnostics), ...shared.diagnostics];
  const found = said.filter((each) => (file === undefined || each.file === file)
    && (each.code !== unusedIgnore || (isUnused(each) && !shared.excused.has(placeOf(each)))));
  const nameIn = namesOf(checked.map(({ project }) => project));
  return [...groupBy(found, findingKey).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const holders = checked.filter(({ project }) => project.files.some(({ file: path }) => path === first.file))
      .map(({ project: { name, environment } }) => nameIn({ project: name, environment: environment.name }));
    return [{ ...first, severity: worst(same), environments: [...new Set(same.map(({ environment }) => environment))], where: where([...new Set(same.map(nameIn))], [...new Set(holders)]) }];
  }).toSorted(byPlace);
}

/** Without the projects that others include whole: what such files say is judged with what is around them. Of two that include each other the first stays. */
function withoutIncluded(checked: readonly CheckedProject[]): readonly CheckedProject[] {
  const kept = new Set(checked);
  for (const each of checked.toReversed()) {
    const { files } = each.project.environment;
    if (files.length > 0 && files.every((path) => checked.some((other) => other !== each && kept.has(other) && other.project.included.has(path)))) kept.delete(each);
  }
  return checked.filter((each) => kept.has(each));
}

/** Environments by their names, and those of the same name in several projects by the project's too. */
function namesOf(projects: readonly Project[]): (one: Pick<Diagnostic, 'project' | 'environment'>) => string {
  const byName = groupBy(projects, ({ environment }) => environment.name);
  return ({ project, environment }) => {
    const isOne = new Set((byName.get(environment) ?? []).map(({ name }) => name)).size < 2;
    return isOne ? environment : `${environment} of ${project}`;
  };
}

/** How many environments are named before they are only counted. */
const namedEnvironments = 4;

function where(environments: readonly string[], all: readonly string[]): string | undefined {
  const without = all.filter((each) => !environments.includes(each));
  if (without.length === 0) return undefined;
  const [only] = without;
  return without.length === 1 && only !== undefined && environments.length > 1 ? `in all environments but ${only}` : `only in ${listed(environments)}`;
}

function listed(names: readonly string[]): string {
  const shown = names.length > namedEnvironments + 1 ? [...names.slice(0, namedEnvironments), `${names.length - namedEnvironments} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function worst(same: readonly Diagnostic[]): Severity {
  return severities.find((severity) => same.some((each) => each.severity === severity)) ?? 'hint';
}

/** A comment that ignores something in one environment has its reason, though it ignores nothing in another. */
function unusedInAll(checked: readonly CheckedProject[]): (diagnostic: Diagnostic) => boolean {
  const projects = checked.map(({ project, diagnostics }) => ({
    files: new Set(project.files.map(({ file }) => file)),
    unused: new Set(diagnostics.filter(({ code }) => code === unusedIgnore).map(placeOf)),
  }));
  return (diagnostic) => projects.every(({ files, unused }) => !files.has(diagnostic.file) || unused.has(placeOf(diagnostic)));
}

// Every environment of a folder, loaded and checked: what a fixture, a command line and a workspace have in common.

import { checkProject, distinct, byPlace, type Diagnostic } from '#core/check/run.ts';
import { unusedIgnore } from '#core/check/ignore.ts';
import type { Project } from '#core/compose/model.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule } from '#core/rules/rule.ts';

export interface Checked {
  readonly projects: readonly Project[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the environments of one folder (its sub-folders are not looked into). */
export async function checkFolder(directory: FilePath, rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Checked> {
  return checkEnvironments(await discoverEnvironments(directory, files, parsed, cancellation), rules, files, parsed, cancellation);
}

/** Checks environments; a finding that several share is reported once. */
export async function checkEnvironments(environments: readonly Environment[], rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Checked> {
  const checked: CheckedProject[] = [];
  for (const environment of environments) {
    const project = await loadProject(environment, files, parsed, cancellation);
    checked.push({ project, diagnostics: await checkProject(project, rules, files, parsed, cancellation) });
  }
  return { projects: checked.map(({ project }) => project), diagnostics: together(checked) };
}

export interface CheckedProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** What several projects say together, each finding once; of one file if one is named. */
export function together(checked: readonly CheckedProject[], file?: FilePath): readonly Diagnostic[] {
  const isUnused = unusedInAll(checked);
  const all = checked.flatMap(({ diagnostics }) => diagnostics);
  const found = all.filter((each) => (file === undefined || each.file === file) && (each.code !== unusedIgnore || isUnused(each)));
  return distinct(found).toSorted(byPlace);
}

/** A comment that ignores something in one environment has its reason, though it ignores nothing in another. */
function unusedInAll(checked: readonly CheckedProject[]): (diagnostic: Diagnostic) => boolean {
  const placeOf = ({ file, span }: Diagnostic): string => `${file}\n${span[0]}`;
  const projects = checked.map(({ project, diagnostics }) => ({
    files: new Set(project.files.map(({ file }) => file)),
    unused: new Set(diagnostics.filter(({ code }) => code === unusedIgnore).map(placeOf)),
  }));
  return (diagnostic) => projects.every(({ files, unused }) => !files.has(diagnostic.file) || unused.has(placeOf(diagnostic)));
}

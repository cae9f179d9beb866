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
  const projects: Project[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const environment of environments) {
    const project = await loadProject(environment, files, parsed, cancellation);
    projects.push(project);
    diagnostics.push(...await checkProject(project, rules, files, cancellation));
  }
  const found = diagnostics.filter((diagnostic) => diagnostic.code !== unusedIgnore || isUnusedInAll(diagnostic, diagnostics, projects));
  return { projects, diagnostics: distinct(found).toSorted(byPlace) };
}

/** A comment that ignores something in one environment has its reason, though it ignores nothing in another. */
function isUnusedInAll({ file, span }: Diagnostic, diagnostics: readonly Diagnostic[], projects: readonly Project[]): boolean {
  const judged = projects.filter((project) => project.files.some((each) => each.file === file));
  const unused = diagnostics.filter((each) => each.code === unusedIgnore && each.file === file && each.span[0] === span[0]);
  return unused.length >= judged.length;
}

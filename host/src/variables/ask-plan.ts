// Works out what `env generate` and `env rotate` would write, from the disk.

import { neverCancelled, type FilePath } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf } from '#core/project/path.ts';
import { planGeneration, type Plan, type PlannedFile } from '#core/variables/plan.ts';
import type { Wishes } from '#core/variables/resolve.ts';
import type { Subject } from '#core/variables/subject.ts';
import { variablesSubject } from '#core/variables/subject.ts';
import { stat } from 'node:fs/promises';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { freshValues } from '#host/variables/fresh-values.ts';
import { gitState } from '#host/variables/git-state.ts';

/** Undefined where the folder has no `composure.yaml`. */
export function askSubject(folder: FilePath): Promise<Subject | undefined> {
  return variablesSubject(folder, nodeFileSystem(), new ParsedFiles(), neverCancelled);
}

/** The plan for some of a folder's environments, by their names. */
export function askPlan({ configuration, projects }: Subject, environments: readonly string[], wishes: Wishes): Promise<Plan> {
  const meant = projects.filter(({ environment }) => environments.includes(environment.name));
  return planGeneration(meant, projects.map(({ environment }) => environment), configuration, wishes, { files: nodeFileSystem(), fresh: freshValues, git: gitState });
}

/** Files with secrets that stay as they are, and that others can read. */
export async function looseFiles(files: readonly PlannedFile[]): Promise<readonly PlannedFile[]> {
  if (process.platform === 'win32') return [];
  const found: PlannedFile[] = [];
  for (const file of files) {
    if (file.isPrivate && file.before === file.after && ((await stat(toOsPath(file.path))).mode & 0o077) !== 0) found.push(file);
  }
  return found;
}

/** The folder that nothing that is written may leave by a link: the repository's, else that of `composure.yaml`. */
export async function writingRoot({ configuration }: Subject): Promise<FilePath> {
  const folder = folderOf(configuration.file);
  return (await gitState(configuration.file))?.root ?? folder;
}

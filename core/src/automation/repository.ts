// What automates a repository: workflows, pipelines, Makefiles and npm scripts, found from the folders of its projects.

import { callsOf, type Call } from '#core/automation/calls.ts';
import { workflowJobs } from '#core/automation/github-workflow.ts';
import { pipelineJobs } from '#core/automation/gitlab-pipeline.ts';
import type { Job } from '#core/automation/job.ts';
import { scriptJobs } from '#core/automation/npm-scripts.ts';
import { makefileNames, readMakefile, type Makefile } from '#core/automation/makefile.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Folders above a project among which the repository's own is looked for. */
const upLimit = 6;

/** The folder where git works, or the one that holds `.github`; the given one where neither is near. */
export async function repositoryOf(folder: FilePath, files: FileSystem): Promise<FilePath> {
  for (let each = folder, up = 0; up <= upLimit; up += 1, each = folderOf(each)) {
    for (const name of ['.git', '.github', '.gitlab-ci.yml']) if (await files.stat(resolvePath(each, name)) !== undefined) return each;
    if (folderOf(each) === each) break;
  }
  return folder;
}

/** What the automation of a repository calls: its workflows, its pipeline, and the Makefiles and npm scripts of some folders. */
export async function automationCalls(root: FilePath, folders: Iterable<FilePath>, files: FileSystem, yaml: (path: FilePath) => Promise<YamlFile | undefined>): Promise<readonly Call[]> {
  const jobs: Job[] = [];
  const workflows = resolvePath(root, '.github/workflows');
  for (const name of [...(await files.list(workflows))?.keys() ?? []].filter((each) => /\.ya?ml$/.test(each)).toSorted()) {
    const file = await yaml(resolvePath(workflows, name));
    if (file?.problems.length === 0) jobs.push(...workflowJobs(file, root));
  }
  const pipeline = await yaml(resolvePath(root, '.gitlab-ci.yml'));
  if (pipeline?.problems.length === 0) jobs.push(...pipelineJobs(pipeline, root));
  for (const folder of new Set([root, ...folders])) jobs.push(...(await makefileIn(folder, files))?.jobs ?? []);
  const called = jobs.flatMap(callsOf);
  for (const folder of new Set([root, ...folders])) {
    const manifest = await yaml(resolvePath(folder, 'package.json'));
    // What else a script runs may have been made by another.
    if (manifest?.problems.length === 0) called.push(...scriptJobs(manifest, folder).flatMap(callsOf).filter(({ kind }) => kind === 'compose-file' || kind === 'env-file'));
  }
  return called;
}

/** The Makefile of a folder; undefined where there is none that can be read. */
export async function makefileIn(folder: FilePath, files: FileSystem): Promise<Makefile | undefined> {
  const entries = await files.list(folder);
  const name = makefileNames.find((each) => entries?.get(each) === 'file');
  return name === undefined ? undefined : makefileAt(resolvePath(folder, name), files);
}

/** A Makefile of any name. */
export async function makefileAt(path: FilePath, files: FileSystem): Promise<Makefile | undefined> {
  const text = await files.readText(path);
  return text === undefined ? undefined : readMakefile(path, text);
}

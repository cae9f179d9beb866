// What hover, inlay hints and links have in common: a file as it is now, and the projects that it is a part of as they
// were checked last. No request waits for a check, but for the first one.

import type { Project } from '#core/compose/model.ts';
import { buildsFrom, type ServiceBuild } from '#core/language/dockerfile/builds.ts';
import { partOf, type FilePart } from '#core/language/effective.ts';
import type { FilePath } from '#core/outside.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { pathOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** A file as it is now, within its projects. */
export interface Reading {
  readonly file: YamlFile;
  readonly projects: readonly Project[];
  readonly parts: readonly FilePart[];
}

/** The file of a URI; undefined where it cannot be read or is part of no project. */
export async function readingOf(requests: NameRequests, uri: string): Promise<Reading | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  if (!requests.workspace.environmentsOf(path).some(({ project }) => project !== undefined)) await requests.workspace.settled();
  const file = await requests.parsed.get(path, requests.files);
  if (file === undefined) return undefined;
  const projects = requests.workspace.environmentsOf(path).flatMap(({ project }) => (project?.files.some((each) => each.file === path) === true ? [project] : []));
  // What is no part of a project may be anything.
  return projects.length === 0 ? undefined : { file, projects, parts: projects.map((project) => partOf(project, file, requests.parsed)) };
}

/** Whether a file was not edited while an answer was worked out: places in its tree would be those of the newer text. */
export async function isStill(requests: NameRequests, { file }: Reading): Promise<boolean> {
  return await requests.files.readText(file.file) === file.text;
}

/** The builds from a Dockerfile, in the projects as they were checked last; none for any other file. */
export async function dockerfileBuilds({ workspace, parsed, files }: NameRequests, path: FilePath): Promise<readonly ServiceBuild[]> {
  if (workspace.environmentsOf(path).length === 0) await workspace.complete();
  return buildsFrom(path, workspace.environmentsOf(path).flatMap(({ project }) => project ?? []), parsed, files);
}

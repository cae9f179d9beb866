// The builds that a Dockerfile serves: what a word in it means depends on the service that is built, its context and its
// arguments.

import type { Project, Service } from '#core/compose/model.ts';
import type { FilePart } from '#core/language/effective.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { buildFileOf, type BuildFile } from '#core/rules/build-dockerfile.ts';
import { touches } from '#core/yaml/span.ts';

/** A Dockerfile as one service is built from it. */
export interface ServiceBuild extends BuildFile {
  readonly project: Project;
  readonly service: string;
}

/** The builds of all projects from one file. */
export async function buildsFrom(path: FilePath, projects: readonly Project[], parsed: ParsedFiles, files: FileSystem): Promise<readonly ServiceBuild[]> {
  const all = await Promise.all(projects.flatMap((project) => [...project.services.values()].map((service) => buildOf(project, service, parsed, files))));
  return all.filter((each) => each !== undefined).filter((each) => each.path === path);
}

/** The builds from the Dockerfile within a compose file at an offset; none where that is no `dockerfile_inline`. */
export function buildsInline(parts: readonly FilePart[], offset: number, parsed: ParsedFiles, files: FileSystem): Promise<readonly ServiceBuild[]> {
  return buildsOf(parts, parsed, files, ({ build }, { file }) => build?.inline?.file === file.file && touches(build.inline.span, offset));
}

/** The builds of the services of a file that fulfil a wish, with the arguments that all files of the project give. */
export async function buildsOf(parts: readonly FilePart[], parsed: ParsedFiles, files: FileSystem, wish: (service: Service, part: FilePart) => boolean): Promise<readonly ServiceBuild[]> {
  const all = await Promise.all(parts.flatMap((part) => part.services.filter((service) => wish(service, part)).map((service) => {
    const args = part.project.services.get(service.name)?.build?.args;
    const build = service.build === undefined || args === undefined ? service.build : { ...service.build, args };
    return buildOf({ ...part.project, directory: part.directory }, { ...service, build }, parsed, files);
  })));
  return all.filter((each) => each !== undefined);
}

async function buildOf(project: Project, service: Service, parsed: ParsedFiles, files: FileSystem): Promise<ServiceBuild | undefined> {
  const file = await buildFileOf(project, service, { files, dockerfile: (path) => parsed.dockerfile(path, files) });
  return file && { ...file, project, service: service.name };
}

/** What tells builds apart for a person: their services, with the environments where there are several. */
export function namesOf(builds: readonly ServiceBuild[]): readonly string[] {
  const several = new Set(builds.map(({ project }) => project.environment.name)).size > 1;
  return builds.map(({ service, project }) => (several ? `${service} (${project.environment.name})` : service));
}

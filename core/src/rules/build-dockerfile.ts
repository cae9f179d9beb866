// The Dockerfile that a service is built with, wherever it stands, and what its build gives to it.

import type { Build, Project, Service } from '#core/compose/model.ts';
import { readPairs } from '#core/compose/read.ts';
import { readInlineDockerfile } from '#core/dockerfile/inline.ts';
import type { Dockerfile } from '#core/dockerfile/read.ts';
import { BuildVariables, type BuildArgs } from '#core/dockerfile/variables.ts';
import type { FilePath } from '#core/outside.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** What one service's image is built from. */
export interface BuildFile {
  readonly build: Build;
  /** The build context; undefined where it is not local or not known. */
  readonly folder: FilePath | undefined;
  /** Undefined for `dockerfile_inline`. */
  readonly path: FilePath | undefined;
  readonly dockerfile: Dockerfile;
  readonly variables: BuildVariables;
  /** `additional_contexts` by name: what they say, undefined where nothing. */
  readonly contexts: ReadonlyMap<string, Text | undefined>;
}

type Context = Pick<RuleContext, 'files' | 'dockerfile'> & Partial<Pick<RuleContext, 'buildFiles'>>;

/** Undefined where there is none that can be read: it is missing, remote, or depends on an unknown variable. */
export async function buildFileOf(project: Project, service: Service, context: Context): Promise<BuildFile | undefined> {
  const { build } = service;
  if (build === undefined) return undefined;
  const known = context.buildFiles?.get(service) ?? readBuildFile(project, service, build, context);
  context.buildFiles?.set(service, known);
  return known;
}

async function readBuildFile(project: Project, service: Service, build: Build, context: Context): Promise<BuildFile | undefined> {
  const folder = contextFolder(project, build);
  const path = folder === undefined ? undefined : await dockerfilePath(folder, build, context.files);
  const dockerfile = build.inline === undefined
    ? (path === undefined ? undefined : await context.dockerfile(path))
    : readInlineDockerfile(build.inline, project.files.find(({ file }) => file === build.inline?.file)?.text ?? '');
  if (dockerfile === undefined) return undefined;
  const args: BuildArgs = new Map([...build.args].map(([name, value]) => [name, value?.unresolved.length === 0 ? value.value : undefined]));
  return {
    build, folder, path, dockerfile,
    variables: new BuildVariables(dockerfile, args),
    contexts: readPairs(get(entry(service.node, 'build')?.value, 'additional_contexts')),
  };
}

// Where a service is built from: the folder of its context and the path of its Dockerfile, as far as they are local.

import type { Build, Project } from '#core/compose/model.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { resolvePath, resolveText } from '#core/project/path.ts';
import { isOfTheMachine, join } from '#core/rules/path-fixes.ts';
import type { Text } from '#core/yaml/span.ts';

/** compose-go, paths/context.go; `git@host:…` and other forms with a user are the same to git. */
export function isRemoteContext(context: string): boolean {
  return context.includes('://') || /^(?:service:|docker-image:|target:|github\.com\/|[\w.-]+@[\w.-]+:)/.test(context);
}

/** The context's folder, or undefined where it is remote, the machine's own, or depends on an unknown variable. */
export function contextFolder(project: Project, { context }: Build): FilePath | undefined {
  return localContext(project, context);
}

/** The same of any text that names a context: an entry of `additional_contexts`. */
export function localContext(project: Project, context: Text): FilePath | undefined {
  if (context.unresolved.length > 0 || context.value === '' || isRemoteContext(context.value)) return undefined;
  const path = resolveText(project.directory, context);
  return isOfTheMachine(project.directory, context.value, path) ? undefined : path;
}

/** The path of the Dockerfile, which is relative to the context (compose, build_bake.go); undefined where it is not known. */
export async function dockerfilePath(folder: FilePath, { dockerfile, inline }: Build, files: FileSystem): Promise<FilePath | undefined> {
  if (inline !== undefined || dockerfile !== undefined && (dockerfile.unresolved.length > 0 || dockerfile.value.includes('://'))) return undefined;
  const path = resolvePath(folder, dockerfile?.value || 'Dockerfile');
  if (dockerfile !== undefined || await files.stat(path) !== undefined) return path;
  // Without a name, the builder takes a `dockerfile` in lower case too.
  const lower = join(folder, 'dockerfile');
  return await files.stat(lower) === 'file' ? lower : path;
}

// A project as `docker compose config --format json` prints it: one file with everything resolved, which Compose reads again
// to the same effect. It holds the values of env files in clear: it is never shown, and lies on a disk for its owner alone.

import type { ComposeCall } from '#core/environments/compose-call.ts';
import { projectArguments } from '#core/environments/compose-call.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject { readonly [key: string]: Json }

/** The whole of an environment: its active services and what they use. */
export interface ResolvedProject extends JsonObject {
  readonly name: string;
  readonly services: { readonly [name: string]: JsonObject };
}

/** Asks Compose for the resolved project, without an engine. */
export function resolvedProjectCall(environment: Environment): ComposeCall<ResolvedProject> {
  return {
    title: `Reading ${environment.name}`,
    directory: environment.directory,
    args: [...projectArguments(environment), 'config', '--format', 'json'],
    parse: readResolvedProject,
  };
}

/** The arguments that tell Compose to read a resolved project: from standard input if no file is named. */
export function resolvedArguments(directory: FilePath, project: string, file: FilePath | '-' = '-'): readonly string[] {
  return ['--project-directory', directory, '--project-name', project, '--file', file];
}

/** The text of a resolved project, for Compose to read. */
export function printResolvedProject(project: ResolvedProject): string {
  return `${JSON.stringify(project, undefined, 2)}\n`;
}

/** @throws SyntaxError for a text that is none. */
export function readResolvedProject(text: string): ResolvedProject {
  const read: Json = JSON.parse(text);
  const { name, services } = objectOf(read);
  if (typeof name !== 'string') throw new SyntaxError('a resolved project has a name');
  return { ...objectOf(read), name, services: mapObject(services, objectOf) };
}

/** The entries of an object; nothing else has any. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {};
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value as readonly Json[] : [];
}

export function stringOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Each value of an object changed; one that becomes undefined is left out. */
export function mapObject<Value extends Json>(value: Json | undefined, change: (value: Json, name: string) => Value | undefined): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(objectOf(value)).flatMap(([name, each]) => {
    const changed = change(each, name);
    return changed === undefined ? [] : [[name, changed] as const];
  }));
}

/** An object without some of its keys. */
export function without(value: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

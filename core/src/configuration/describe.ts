// Writes down environments that were found by convention: a `composure.yaml` that says what is found without it, and
// nothing else.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { modeOf } from '#core/project/file-names.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { relativePath, resolvePath } from '#core/project/path.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';

/** What may be written down in a folder: the environments that are its own, and the text; or why there is nothing to write. */
export type Description =
  | { readonly kind: 'found'; readonly file: FilePath; readonly environments: readonly Environment[]; readonly text: string }
  | { readonly kind: 'there'; readonly file: FilePath }
  | { readonly kind: 'above'; readonly folder: FilePath }
  | { readonly kind: 'none' };

/** Finds out what a folder's `composure.yaml` would say. */
export async function describeFolder(folder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Description> {
  const file = resolvePath(folder, configurationName);
  if (await files.stat(file) !== undefined) return { kind: 'there', file };
  const found = await discoverEnvironments(folder, files, parsed, cancellation);
  const environments = found.filter((environment) => folderFoundIn(environment) === folder);
  const [other] = found;
  if (environments.length > 0) return { kind: 'found', file, environments, text: describedEnvironments(environments, folder) };
  return other === undefined ? { kind: 'none' } : { kind: 'above', folder: folderFoundIn(other) };
}

/** The text of the `composure.yaml` of a folder that has these environments. */
export function describedEnvironments(environments: readonly Environment[], folder: FilePath): string {
  return `environments:\n${environments.map((environment) => linesOf(environment, folder).map((line) => `${line}\n`).join('')).join('')}`;
}

function linesOf({ name, mode, files, directory, envFiles, profiles }: Environment, folder: FilePath): readonly string[] {
  const paths = (all: readonly FilePath[]): readonly string[] => all.map((path) => relativePath(folder, path).replace(/^\.\//, ''));
  return [
    `  ${written(name)}:`,
    `    files: ${listed(paths(files))}`,
    ...directory === folder ? [] : [`    directory: ${written(relativePath(folder, directory).replace(/^\.\//, ''))}`],
    ...envFiles.length === 0 ? [] : [`    envFiles: ${listed(paths(envFiles))}`],
    ...profiles.length === 0 ? [] : [`    profiles: ${listed(profiles)}`],
    ...mode === modeOf(name) && mode === 'other' ? [] : [`    mode: ${mode}`],
  ];
}

/** One text by itself, several as a list. */
function listed(texts: readonly string[]): string {
  const [only, ...others] = texts;
  return only !== undefined && others.length === 0 ? written(only) : `[${texts.map(written).join(', ')}]`;
}

/** Plain where YAML reads the same text; letters, digits and what stands in paths. */
function written(text: string): string {
  return /^[\w./][\w./@+-]*$/.test(text) && resolvePlain(text) === text ? text : JSON.stringify(text);
}

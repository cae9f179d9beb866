// From what a person names (a folder, a file, or files with the meaning that they have for `docker compose`) to the
// environments that are meant.

import { dotenvVariables } from '#core/compose/dotenv.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { defaultNames, modeOf, overrideNames, readFileName } from '#core/project/file-names.ts';
import { findComposeFolders } from '#core/project/find-projects.ts';
import { GitIgnore } from '#core/project/git-ignore.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, nameOf, resolvePath } from '#core/project/path.ts';

/** What `docker compose` is told with -f, --project-directory, --env-file and --profile. */
export interface ComposeOptions {
  readonly files: readonly FilePath[];
  readonly directory: FilePath | undefined;
  readonly envFiles: readonly FilePath[];
  readonly profiles: readonly string[];
}

/** The environments of a folder and of all folders below it. */
export async function environmentsBelow(folder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const found: Environment[] = [];
  for await (const each of findComposeFolders(folder, files, new GitIgnore(files), cancellation)) {
    found.push(...await discoverEnvironments(each, files, parsed, cancellation));
  }
  return found;
}

/** The environments that a file is part of; a file that no environment of its folder has is one by itself. */
export async function environmentsWith(file: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const environments = await discoverEnvironments(folderOf(file), files, parsed, cancellation);
  const own = environments.filter((environment) => environment.files.includes(file));
  return own.length > 0 ? own : [environmentOf([file], { files: [file], directory: undefined, envFiles: [], profiles: [] })];
}

/**
 * The one project that these options mean (compose-go, cli/options.go), or undefined where no compose file is found:
 * without files those of COMPOSE_FILE in the env files, else the default file with its override in the directory or
 * the nearest folder above it that has one.
 */
export async function composeEnvironment(options: ComposeOptions, currentFolder: FilePath, files: FileSystem, cancellation: Cancellation): Promise<Environment | undefined> {
  if (options.files.length > 0) return environmentOf(options.files, options);
  const start = options.directory ?? currentFolder;
  const named = await namedFiles(start, options.envFiles, files, cancellation);
  if (named.length > 0) return environmentOf(named, options);
  for (let folder = start; ; folder = folderOf(folder)) {
    const listed = await files.list(folder);
    cancellation.throwIfAborted();
    const first = (names: readonly string[]): readonly FilePath[] => names.filter((name) => listed?.get(name) === 'file').slice(0, 1).map((name) => resolvePath(folder, name));
    const base = first(defaultNames);
    if (base.length > 0) return environmentOf([...base, ...first(overrideNames)], options);
    if (folderOf(folder) === folder) return undefined;
  }
}

/** COMPOSE_FILE as the env files say it. A shell may say otherwise, but a check depends on the repository alone. */
async function namedFiles(directory: FilePath, envFiles: readonly FilePath[], files: FileSystem, cancellation: Cancellation): Promise<readonly FilePath[]> {
  const variables = new Map<string, string>();
  for (const path of envFiles.length > 0 ? envFiles : [resolvePath(directory, '.env')]) {
    for (const [name, value] of dotenvVariables(await files.readText(path) ?? '')) variables.set(name, value);
    cancellation.throwIfAborted();
  }
  const separator = variables.get('COMPOSE_PATH_SEPARATOR') || (/^[A-Za-z]:/.test(directory) ? ';' : ':');
  return (variables.get('COMPOSE_FILE') ?? '').split(separator).filter((path) => path !== '').map((path) => resolvePath(directory, path));
}

function environmentOf(files: readonly FilePath[], { directory, envFiles, profiles }: ComposeOptions): Environment {
  const name = readFileName(nameOf(files.at(-1) ?? ''))?.environment || 'default';
  return { name, mode: modeOf(name), directory: directory ?? folderOf(files[0] ?? '/'), files, envFiles, profiles };
}

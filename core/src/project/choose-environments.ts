// From what a person names (a folder, a file, or files with the meaning that they have for `docker compose`) to the
// environments that are meant.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { filesNamedIn } from '#core/project/compose-file-variable.ts';
import { describedIn } from '#core/project/described-environments.ts';
import { discoverEnvironments, environmentKey } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { defaultNames, modeOf, overrideNames, readFileName } from '#core/project/file-names.ts';
import { findComposeFolders } from '#core/project/find-projects.ts';
import { GitIgnore } from '#core/project/git-ignore.ts';
import { loadProject } from '#core/project/load.ts';
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
  const add = (environments: readonly Environment[]): void => {
    for (const environment of environments) if (!found.some((other) => environmentKey(other) === environmentKey(environment))) found.push(environment);
  };
  const folders: FilePath[] = [];
  for await (const each of findComposeFolders(folder, files, new GitIgnore(files), cancellation)) {
    folders.push(each);
    add(await discoverEnvironments(each, files, parsed, cancellation));
  }
  if (found.length > 0) return found;
  // Nothing but files that projects outside bring in.
  for (const each of folders) {
    for (const [name, kind] of await files.list(each) ?? []) {
      if (kind === 'file' && readFileName(name) !== undefined) add(await environmentsWith(resolvePath(each, name), files, parsed, cancellation));
    }
  }
  return found;
}

/** Folders above that are asked whether their projects bring a file in. */
const aboveLimit = 2;

/**
 * The environments that a file is part of: those that name it, else those that bring it in by `include` or `extends`.
 * A file that none has is one by itself.
 */
export async function environmentsWith(file: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const environments = await discoverEnvironments(folderOf(file), files, parsed, cancellation);
  const own = environments.filter((environment) => environment.files.includes(file));
  if (own.length > 0) return own;
  const around = [...environments];
  for (let up = 0, above = folderOf(folderOf(file)); up < aboveLimit && above !== '/'; up += 1, above = folderOf(above)) around.push(...await discoverEnvironments(above, files, parsed, cancellation));
  const bringing: Environment[] = [];
  for (const environment of around) {
    if ((await loadProject(environment, files, parsed, cancellation)).files.some((each) => each.file === file)) bringing.push(environment);
  }
  return bringing.length > 0 ? bringing : [environmentOf([file], { files: [file], directory: undefined, envFiles: [], profiles: [] })];
}

/**
 * The one project that these options mean (compose-go, cli/options.go), or undefined where no compose file is found:
 * without files those of COMPOSE_FILE in the env files, else the default file with its override in the directory or
 * the nearest folder above it that has one.
 */
export async function composeEnvironment(options: ComposeOptions, currentFolder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Environment | undefined> {
  if (options.files.length > 0) return environmentOf(options.files, options);
  const start = options.directory ?? currentFolder;
  if (options.envFiles.length === 0 && options.directory === undefined) {
    const { named } = await describedIn(start, files, parsed, cancellation);
    if (named !== undefined) return { ...named, profiles: options.profiles };
  }
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
  let named: readonly FilePath[] = [];
  for (const path of envFiles.length > 0 ? envFiles : [resolvePath(directory, '.env')]) {
    const found = filesNamedIn(path, await files.readText(path) ?? '', directory).map(([file]) => file);
    cancellation.throwIfAborted();
    if (found.length > 0) named = found;
  }
  return named;
}

function environmentOf(files: readonly FilePath[], { directory, envFiles, profiles }: ComposeOptions): Environment {
  const name = readFileName(nameOf(files.at(-1) ?? ''))?.environment || 'default';
  return { name, mode: modeOf(name), directory: directory ?? folderOf(files[0] ?? '/'), files, envFiles, profiles };
}

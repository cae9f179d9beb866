// The environments that a folder's own files write down: `composure.yaml`, or COMPOSE_FILE in `.env`. They may name
// files of folders below, which are then no environments of those folders.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { filesNamedIn } from '#core/project/compose-file-variable.ts';
import { configurationName, readConfigured } from '#core/project/configured-environments.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';

/** What is written down in one folder. */
export interface Described {
  /** All environments of the folder, when `composure.yaml` names them; convention finds no others then. */
  readonly configured: readonly Environment[];
  /** The default one, when COMPOSE_FILE names its files. */
  readonly named: Environment | undefined;
}

/** Folders above one that are asked whether they name its files. */
const upLimit = 4;

/** What the folder writes down. */
export async function describedIn(folder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<Described> {
  const configuration = await parsed.get(resolvePath(folder, configurationName), files);
  cancellation.throwIfAborted();
  const environments = configuration === undefined ? [] : readConfigured(configuration).environments;
  return { configured: environments, named: environments.length > 0 ? undefined : await namedIn(folder, files, cancellation) };
}

/** The environments of folders above that have files of this folder. */
export async function describedAbove(folder: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const found: Environment[] = [];
  for (let up = 0, above = folderOf(folder); up < upLimit && above !== '/' && above !== folder; up += 1, above = folderOf(above)) {
    const { configured, named } = await describedIn(above, files, parsed, cancellation);
    found.push(...[...configured, ...(named === undefined ? [] : [named])].filter((environment) => environment.files.some((file) => folderOf(file) === folder)));
    if (folderOf(above) === above) break;
  }
  return found;
}

/** Compose runs in the folder of the first file; the `.env` that named it was read before the one there, and counts more. */
async function namedIn(folder: FilePath, files: FileSystem, cancellation: Cancellation): Promise<Environment | undefined> {
  const envFile = resolvePath(folder, '.env');
  const text = await files.readText(envFile);
  cancellation.throwIfAborted();
  const named = text === undefined ? [] : filesNamedIn(envFile, text, folder);
  const [first] = named;
  if (first === undefined) return undefined;
  const directory = folderOf(first[0]);
  const own = resolvePath(directory, '.env');
  const envFiles = directory === folder ? [] : [...(await files.stat(own) === 'file' ? [own] : []), envFile];
  return { name: 'default', mode: 'other', directory, files: named.map(([path]) => path), envFiles, profiles: [], foundIn: folder, namedAt: named.map(([, at]) => at) };
}

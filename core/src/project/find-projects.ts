// The folders below a folder that hold compose files. `node_modules`, `.git`, backups and what git ignores are left out, and
// links to folders are not followed: what they lead to stands elsewhere, and a loop of them would have no end.

import { isFolderOfBackup } from '#core/backup/backup-name.ts';
import type { Cancellation, EntryKind, FilePath, FileSystem } from '#core/outside.ts';
import { filesNamedIn } from '#core/project/compose-file-variable.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { readFileName } from '#core/project/file-names.ts';
import type { GitIgnore } from '#core/project/git-ignore.ts';

const leftOut = new Set(['node_modules', '.git', '.hg', '.svn']);
const depthLimit = 24;

/** A folder to look into, and where it really stands. */
interface Folder {
  readonly path: FilePath;
  readonly real: FilePath | undefined;
}

/**
 * Folders with at least one compose file, or with a file that names some elsewhere, the given one first, then by depth and name. A folder that cannot be read is
 * passed over. The given folder is searched even where it is a link or git ignores it.
 */
export async function* findComposeFolders(root: FilePath, files: FileSystem, gitIgnore: GitIgnore, cancellation: Cancellation): AsyncGenerator<FilePath> {
  const all = await gitIgnore.ignores(root);
  let level: readonly Folder[] = [{ path: root, real: await files.realPath?.(root) }];
  for (let depth = 0; depth <= depthLimit && level.length > 0; depth += 1) {
    const next: Folder[] = [];
    for (const folder of level) {
      const listed = await files.list(folder.path);
      cancellation.throwIfAborted();
      const entries = [...listed ?? []].toSorted(([a], [b]) => (a < b ? -1 : 1));
      if (await hasProjects(folder.path, entries, files)) yield folder.path;
      for (const [name, kind] of entries) {
        if (kind !== 'directory' || leftOut.has(name) || isFolderOfBackup(name)) continue;
        const path = join(folder.path, name);
        const real = await files.realPath?.(path);
        const isLink = real !== undefined && folder.real !== undefined && real !== join(folder.real, name);
        if (!isLink && (all || !await gitIgnore.ignores(path))) next.push({ path, real });
      }
    }
    level = next;
  }
}

/** A compose file, a `composure.yaml`, or COMPOSE_FILE in `.env`. */
async function hasProjects(folder: FilePath, entries: readonly (readonly [string, EntryKind])[], files: FileSystem): Promise<boolean> {
  const names = entries.flatMap(([name, kind]) => (kind === 'file' ? [name] : []));
  if (names.some((name) => name === configurationName || readFileName(name) !== undefined)) return true;
  if (!names.includes('.env')) return false;
  const envFile = join(folder, '.env');
  return filesNamedIn(envFile, await files.readText(envFile) ?? '', folder).length > 0;
}

function join(folder: FilePath, name: string): FilePath {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

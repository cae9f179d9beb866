// The folders below a folder that hold compose files. `node_modules`, `.git` and what git ignores are left out.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { readFileName } from '#core/project/file-names.ts';
import type { GitIgnore } from '#core/project/git-ignore.ts';

const leftOut = new Set(['node_modules', '.git', '.hg', '.svn']);
const depthLimit = 12;

/** Folders with at least one compose file, the given one first, then by depth and name. */
export async function* findComposeFolders(root: FilePath, files: FileSystem, gitIgnore: GitIgnore, cancellation: Cancellation): AsyncGenerator<FilePath> {
  let level: readonly FilePath[] = [root];
  for (let depth = 0; depth <= depthLimit && level.length > 0; depth += 1) {
    const next: FilePath[] = [];
    for (const folder of level) {
      const listed = await files.list(folder);
      cancellation.throwIfAborted();
      const entries = [...listed ?? []].toSorted(([a], [b]) => (a < b ? -1 : 1));
      if (entries.some(([name, kind]) => kind === 'file' && readFileName(name) !== undefined)) yield folder;
      for (const [name, kind] of entries) {
        const path = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
        if (kind === 'directory' && !leftOut.has(name) && !await gitIgnore.ignores(path)) next.push(path);
      }
    }
    level = next;
  }
}

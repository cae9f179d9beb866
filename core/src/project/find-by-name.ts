// Files and folders of a given name somewhere below a folder: what a moved Dockerfile or a mistyped mount may have meant.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { GitIgnore } from '#core/project/git-ignore.ts';

const leftOut = new Set(['node_modules', '.git']);
const depthLimit = 6;
const folderLimit = 400;

/** Paths whose last part is `name`, nearest first. At most a few hundred folders are looked into. */
export async function findByName(folder: FilePath, name: string, files: FileSystem, gitIgnore: GitIgnore, cancellation: Cancellation): Promise<readonly FilePath[]> {
  const found: FilePath[] = [];
  let level: readonly FilePath[] = [folder];
  let looked = 0;
  for (let depth = 0; depth < depthLimit && level.length > 0; depth += 1) {
    const next: FilePath[] = [];
    for (const each of level) {
      if (looked >= folderLimit) return found;
      looked += 1;
      const listed = await files.list(each);
      cancellation.throwIfAborted();
      for (const [entry, kind] of [...listed ?? []].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const path = each === '/' ? `/${entry}` : `${each}/${entry}`;
        if (entry === name) found.push(path);
        if (kind === 'directory' && !leftOut.has(entry) && !await gitIgnore.ignores(path)) next.push(path);
      }
    }
    level = next;
  }
  return found;
}

// A folder for data may be missing before the first start, but not where another is kept for it under nearly its name.

import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, nameOf, resolvePath, resolveText } from '#core/project/path.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { isOneSlip } from '#core/words/nearest.ts';

/** Files by which git keeps a folder that has nothing else. */
const keeping = /^\.(?:git)?(?:keep|ignore)$/;

/**
 * The folder that a missing path's mistyped name means: one slip away, and mounted nowhere under its own name. Where the
 * slip is one letter at the end (`backup`, `backups`), both may be meant, unless the other is kept for data alone.
 */
export async function keptSibling(path: FilePath, project: Project, { files }: RuleContext): Promise<FilePath | undefined> {
  let missing = path;
  while (await files.stat(folderOf(missing)) === undefined && folderOf(missing) !== missing) missing = folderOf(missing);
  const [folder, name] = [folderOf(missing), nameOf(missing)];
  for (const [other, kind] of await files.list(folder) ?? []) {
    if (kind !== 'directory' || !isOneSlip(name, other)) continue;
    const sibling = resolvePath(folder, other);
    const inside = [...await files.list(sibling) ?? []];
    const isPlural = name === `${other}s` || other === `${name}s`;
    if (inside.length > 0 && (!isPlural || inside.every(([each, what]) => what === 'directory' || keeping.test(each))) && !isMounted(sibling, project)) return sibling;
  }
  return undefined;
}

function isMounted(path: FilePath, project: Project): boolean {
  return [...project.services.values()].some(({ mounts }) => mounts.some(({ type, source }) => type === 'bind' && source !== undefined && source.unresolved.length === 0 && resolveText(project.directory, source) === path));
}

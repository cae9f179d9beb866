// The folders and files of the host that services keep data in: what is mounted to be written to, where databases and stores
// keep theirs, or under a name that says so.

import { shownPath } from '#core/backup/binds.ts';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataPath, isDataTarget } from '#core/project/data-folder.ts';
import { relativePath, resolveText } from '#core/project/path.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';

export interface DataFolder {
  readonly path: FilePath;
  /** As manifests have it: relative where it lies in the project directory. */
  readonly shown: string;
  readonly services: readonly string[];
}

/** Those of the active services, each once, in the order of the files. */
export function dataFoldersOf(project: Project): readonly DataFolder[] {
  const found = new Map<FilePath, Set<string>>();
  for (const service of project.services.values()) {
    for (const { type, source, target, readOnly } of service.active ? service.mounts : []) {
      if (type !== 'bind' || readOnly || source === undefined || target === undefined || source.unresolved.length > 0 || target.unresolved.length > 0) continue;
      const path = resolveText(project.directory, source);
      if (namesFile(source.value, target.value) || !(isDataTarget(target.value, service.image?.value) || isDataPath(relativePath(project.directory, path)))) continue;
      found.set(path, (found.get(path) ?? new Set()).add(service.name));
    }
  }
  return [...found].map(([path, services]) => ({ path, shown: shownPath(project.directory, path), services: [...services] }));
}

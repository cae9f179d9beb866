// Looks for what has moved: first in the project's folder, and only where that has nothing in the repository around it.

import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, isInside } from '#core/project/path.ts';
import { join } from '#core/rules/path-fixes.ts';
import type { RuleContext } from '#core/rules/rule.ts';

/** What has this name in the project's folder; else in the repository, or in a folder that holds the project. */
export async function findNear(project: Project, folder: FilePath, name: string, context: RuleContext): Promise<readonly FilePath[]> {
  const own = await context.findByName(project.directory, name);
  if (own.length > 0) return own;
  const root = await searchRoot(project, folder, context);
  return root === project.directory ? own : context.findByName(root, name);
}

/** The folder of the repository, where it is near. */
async function searchRoot(project: Project, folder: FilePath, context: RuleContext): Promise<FilePath> {
  let root = project.directory;
  for (let up = 0; up < 3 && folderOf(root) !== root; up += 1, root = folderOf(root)) {
    if (await context.files.stat(join(root, '.git')) !== undefined) return root;
  }
  return isInside(folder, project.directory) ? folder : project.directory;
}

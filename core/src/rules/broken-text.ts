// While a part of a file is broken, as it is while somebody types, what it defines is missing from the project without
// being missing from the text.

import type { Project } from '#core/compose/model.ts';

/** True where broken text may hold the definition of this name. */
export function mayBeInBrokenText(project: Project, name: string): boolean {
  if (!project.problems.some(({ code }) => code === 'yaml-syntax')) return false;
  const definition = new RegExp(`^[ \\t]*["']?${name.replaceAll(/[^\w]/g, String.raw`\$&`)}["']?[ \\t]*(?::|\\r?$)`, 'm');
  return project.files.some(({ text }) => definition.test(text));
}

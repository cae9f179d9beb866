// While a part of a file is broken, as it is while somebody types, what it defines is missing from the project without
// being missing from the text.

import type { Project } from '#core/compose/model.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** What the lines of a text may define: each file is read once, however many names are asked for. */
const definitions = new WeakMap<YamlFile, ReadonlySet<string>>();

/** True where broken text may hold the definition of this name. */
export function mayBeInBrokenText(project: Project, name: string): boolean {
  if (!project.problems.some(({ code }) => code === 'yaml-syntax')) return false;
  return project.files.some((file) => definedIn(file).has(name));
}

function definedIn(file: YamlFile): ReadonlySet<string> {
  const known = definitions.get(file);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const line of file.text.split('\n')) {
    const colon = line.indexOf(':');
    for (const each of colon === -1 ? [line] : [line.slice(0, colon), line]) {
      const name = each.trim();
      names.add(name.replace(/^["']/, '').replace(/["']$/, ''));
    }
  }
  definitions.set(file, names);
  return names;
}

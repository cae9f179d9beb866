// While a part of a file is broken, as it is while somebody types, what it defines is missing from the project without
// being missing from the text.

import type { Project, Service } from '#core/compose/model.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** What the lines of a text may define: each file is read once, however many names are asked for. */
const definitions = new WeakMap<YamlFile, ReadonlySet<string>>();

/** True where broken text may hold the definition of this name. */
export function mayBeInBrokenText(project: Project, name: string): boolean {
  if (!hasBrokenText(project)) return false;
  return project.files.some((file) => definedIn(file).has(name));
}

/** True where the text of a service is broken: what it seems to lack may stand behind the break. */
export function isBroken(project: Project, { name, key }: Service): boolean {
  const broken = project.problems.filter(({ code }) => code === 'yaml-syntax');
  if (broken.length === 0) return false;
  if (project.files.some((file) => file.file !== key.file && broken.some(({ at }) => at.file === file.file) && definedIn(file).has(name))) return true;
  const breaks = broken.filter(({ at }) => at.file === key.file && at.span[0] >= key.span[0]);
  let end = Number.POSITIVE_INFINITY;
  for (const { key: other } of project.services.values()) if (other.file === key.file && other.span[0] > key.span[0]) end = Math.min(end, other.span[0]);
  // A line that is indented wrongly may seem to be the next service itself.
  return breaks.some(({ at }) => at.span[0] <= end);
}

/** True where a part of the project's text cannot be read: what seems to be there or missing may be otherwise. */
export function hasBrokenText(project: Project): boolean {
  return project.problems.some(({ code }) => code === 'yaml-syntax');
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

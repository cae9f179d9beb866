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
export function isBroken(project: Project, service: Service): boolean {
  let broken = brokenServices.get(project);
  if (broken === undefined) brokenServices.set(project, broken = findBroken(project));
  return broken.has(service);
}

/** Each project is looked through once, however many of its services are asked for. */
const brokenServices = new WeakMap<Project, ReadonlySet<Service>>();

function findBroken(project: Project): ReadonlySet<Service> {
  const breaks = project.problems.filter(({ code }) => code === 'yaml-syntax');
  const found = new Set<Service>();
  if (breaks.length === 0) return found;
  const services = [...project.services.values()].map((service) => ({ service, name: service.name, file: service.key.file, start: service.key.span[0] }));
  for (const path of new Set(breaks.map(({ at }) => at.file))) {
    const inFile = breaks.filter(({ at }) => at.file === path).map(({ at }) => at.span[0]);
    const file = project.files.find((each) => each.file === path);
    const names = file === undefined ? undefined : definedIn(file);
    for (const each of services) if (each.file !== path && names?.has(each.name) === true) found.add(each.service);
    const own = services.filter((each) => each.file === path).toSorted((a, b) => a.start - b.start);
    for (const [index, { service, start }] of own.entries()) {
      const end = own[index + 1]?.start ?? Number.POSITIVE_INFINITY;
      // A line that is indented wrongly may seem to be the next service itself.
      if (inFile.some((at) => at >= start && at <= end)) found.add(service);
    }
  }
  return found;
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

import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { imageDrift } from '#core/rules/environment-drift/image-drift.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';
import { entry, type YamlNode } from '#core/yaml/node.ts';
import type { Located } from '#core/yaml/span.ts';

/** Nobody refuses it: environments differ on purpose, but one that differs from all others in one thing rarely does. */
export const environmentDrift: Rule = {
  code: 'environment-drift',
  title: 'One environment differs from all others in one thing',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  check: () => [],
  *checkTogether(projects) {
    for (const folder of groupBy(projects, ({ environment }) => folderFoundIn(environment)).values()) {
      const environments = comparable(folder);
      if (environments.length > comparedLimit) continue;
      yield* imageDrift(environments);
      if (environments.length < 3) continue;
      yield* missingServices(environments);
      for (const name of environments[0]?.services.keys() ?? []) yield* missingVariables(name, environments);
    }
  },
};

/** Environments that are compared at most: nobody keeps more of them alike by hand. */
const comparedLimit = 40;

/** Whole projects; of several that are made of the same files the first, since they differ in variables and profiles alone. */
function comparable(folder: readonly Project[]): readonly Project[] {
  const whole = folder.filter(({ partial, unreadable, services }) => !partial && unreadable.length === 0 && services.size > 0);
  return [...groupBy(whole, ({ environment: { files } }) => files.join('\n')).values()].flatMap(([first]) => first ?? []);
}

function* missingServices(environments: readonly Project[]): Iterable<SharedReport> {
  for (const [project, missing] of lackingOne(environments, environments.map(({ services }) => services))) {
    const at = placeOfServices(project);
    const others = environments.filter((each) => each !== project);
    if (at === undefined) continue;
    for (const name of missing) {
      const there = others[0]?.services.get(name);
      yield {
        project, at, message: `${project.environment.name} has no service ${name}, which ${listed(others)} have`,
        related: there === undefined ? [] : [{ at: there.key.text, message: `${name} is defined here` }],
      };
    }
  }
}

function* missingVariables(name: string, environments: readonly Project[]): Iterable<SharedReport> {
  const services = environments.flatMap(({ services: all }) => all.get(name) ?? []);
  // What a service takes from an env file is set too.
  if (services.length < environments.length || services.some(({ envFiles }) => envFiles.length > 0)) return;
  for (const [project, missing] of lackingOne(environments, services.map(variablesOf))) {
    const service = project.services.get(name);
    const others = environments.filter((each) => each !== project);
    const there = others[0]?.services.get(name);
    if (service === undefined || there === undefined) continue;
    for (const variable of missing) {
      yield {
        project, at: (entry(service.node, 'environment')?.key ?? service.key).text,
        message: `${name} has no ${variable} in ${project.environment.name}, which it has in ${listed(others)}`,
        related: environmentOf(there).filter((each) => each.name === variable).map(({ key }) => ({ at: key, message: `${variable} is set here` })),
      };
    }
  }
}

/** What is asked at each keystroke for every service of a folder's environments: most of them are the same as before. */
const knownVariables = new WeakMap<YamlNode, ReadonlySet<string>>();

function variablesOf(service: Service): ReadonlySet<string> {
  const known = knownVariables.get(service.node) ?? new Set(environmentOf(service).map(({ name }) => name));
  knownVariables.set(service.node, known);
  return known;
}

/** The environments that lack a thing or two that all others have. What lacks much of what they share is of another kind, on purpose. */
function lackingOne(environments: readonly Project[], things: readonly { keys(): Iterable<string>; has(name: string): boolean }[]): readonly (readonly [Project, readonly string[]])[] {
  const counts = new Map<string, number>();
  for (const each of things) for (const name of each.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shared = [...counts.values()].filter((count) => count === things.length).length;
  const nearlyAll = [...counts].filter(([, count]) => count === things.length - 1).map(([name]) => name);
  return environments.flatMap((project, index) => {
    const missing = nearlyAll.filter((name) => things[index]?.has(name) === false);
    return missing.length > 0 && missing.length <= 2 && missing.length * 2 <= shared ? [[project, missing] as const] : [];
  });
}

/** The `services` key of the environment's own file. */
function placeOfServices({ environment, files }: Project): Located<unknown> | undefined {
  for (const path of environment.files.toReversed()) {
    const file = files.find((each) => each.file === path);
    for (const document of file?.documents ?? []) {
      const services = entry(document, 'services');
      if (services !== undefined) return services.key.text;
    }
  }
  return undefined;
}

import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { imageDrift } from '#core/rules/environment-drift/image-drift.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';
import { entry } from '#core/yaml/node.ts';
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
      if (environments.length < 2) continue;
      yield* imageDrift(environments);
      for (const project of environments) {
        const others = environments.filter((each) => each !== project);
        if (others.length < 2) continue;
        yield* missingServices(project, others);
        for (const service of project.services.values()) yield* missingVariables(service, project, others);
      }
    }
  },
};

/** Whole projects; of several that are made of the same files the first, since they differ in variables and profiles alone. */
function comparable(folder: readonly Project[]): readonly Project[] {
  const whole = folder.filter(({ partial, unreadable, services }) => !partial && unreadable.length === 0 && services.size > 0);
  return [...groupBy(whole, ({ environment: { files } }) => files.join('\n')).values()].flatMap(([first]) => first ?? []);
}

function* missingServices(project: Project, others: readonly Project[]): Iterable<SharedReport> {
  const [first] = others;
  const common = [...first?.services.values() ?? []].filter(({ name }) => others.every(({ services }) => services.has(name)));
  const missing = common.filter(({ name }) => !project.services.has(name));
  const at = placeOfServices(project);
  if (at === undefined || !isOneThing(missing.length, common.length)) return;
  for (const { name, key } of missing) {
    yield {
      project, at, message: `${project.environment.name} has no service ${name}, which ${listed(others)} have`,
      related: [{ at: key.text, message: `${name} is defined here` }],
    };
  }
}

function* missingVariables(service: Service, project: Project, others: readonly Project[]): Iterable<SharedReport> {
  const elsewhere = others.map(({ services }) => services.get(service.name));
  // What a service takes from an env file is set too.
  if ([service, ...elsewhere].some((each) => each === undefined || each.envFiles.length > 0)) return;
  const names = elsewhere.map((each) => new Map(each === undefined ? [] : environmentOf(each).map((variable) => [variable.name, variable] as const)));
  const own = new Set(environmentOf(service).map(({ name }) => name));
  const common = [...names[0]?.values() ?? []].filter(({ name }) => names.every((each) => each.has(name)));
  const missing = common.filter(({ name }) => !own.has(name));
  if (!isOneThing(missing.length, common.length)) return;
  for (const variable of missing) {
    yield {
      project, at: (entry(service.node, 'environment')?.key ?? service.key).text,
      message: `${service.name} has no ${variable.name} in ${project.environment.name}, which it has in ${listed(others)}`,
      related: [{ at: variable.key, message: `${variable.name} is set here` }],
    };
  }
}

/** What lacks much of what the others share is of another kind, on purpose. */
function isOneThing(missing: number, common: number): boolean {
  return missing > 0 && missing <= 2 && missing * 3 <= common;
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

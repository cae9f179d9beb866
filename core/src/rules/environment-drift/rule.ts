import type { Project } from '#core/compose/model.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { imageDrift } from '#core/rules/environment-drift/image-drift.ts';
import { lackingOne } from '#core/rules/environment-drift/lacking-one.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import { missingVariables } from '#core/rules/environment-drift/variables.ts';
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
  speed: 'disk',
  fixable: true,
  check: () => [],
  async *checkTogether(projects, context) {
    for (const folder of groupBy(projects, ({ environment }) => folderFoundIn(environment)).values()) {
      const environments = comparable(folder);
      if (environments.length > comparedLimit) continue;
      yield* imageDrift(environments);
      if (environments.length < 3) continue;
      yield* missingServices(environments);
      const files = new Map(environments.map((project) => [project, new EnvFileVariables(project, context)]));
      for (const name of environments[0]?.services.keys() ?? []) yield* await missingVariables(name, environments, files, context);
    }
  },
};

/** Environments that are compared at most: nobody keeps more of them alike by hand. */
const comparedLimit = 40;

/** Whole projects without a broken file, which may yet say what it lacks; of several that are made of the same files the first, since they differ in variables and profiles alone. */
function comparable(folder: readonly Project[]): readonly Project[] {
  const whole = folder.filter(({ partial, unreadable, services, files }) => !partial && unreadable.length === 0 && services.size > 0 && files.every(({ problems }) => problems.length === 0));
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

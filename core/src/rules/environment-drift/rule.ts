import type { Project } from '#core/compose/model.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { isWhole } from '#core/drift/compared.ts';
import { placeOfServices } from '#core/drift/attributes.ts';
import { serviceAttribute } from '#core/drift/decision.ts';
import { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { imageDrift } from '#core/rules/environment-drift/image-drift.ts';
import { lackingOne } from '#core/rules/environment-drift/lacking-one.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import { missingVariables } from '#core/rules/environment-drift/variables.ts';
import { onPurpose } from '#core/rules/environment-drift/on-purpose.ts';
import type { DriftReport } from '#core/rules/environment-drift/report.ts';
import type { Rule, RuleContext } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';

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
      for await (const report of accidents(environments, context)) yield* await onPurpose(report, environments, context);
    }
  },
};

/** What looks like one, whatever the team says of it. */
export async function* accidents(environments: readonly Project[], context: RuleContext): AsyncIterable<DriftReport> {
  yield* imageDrift(environments);
  if (environments.length < 3) return;
  yield* missingServices(environments);
  const files = new Map(environments.map((project) => [project, new EnvFileVariables(project, context)]));
  for (const name of environments[0]?.services.keys() ?? []) yield* await missingVariables(name, environments, files, context);
}

/** Environments that are compared at most: nobody keeps more of them alike by hand. */
const comparedLimit = 40;

/** Whole projects without a broken file, which may yet say what it lacks; of several that are made of the same files the first, since they differ in variables and profiles alone. */
export function comparable(folder: readonly Project[]): readonly Project[] {
  const whole = folder.filter(isWhole);
  return [...groupBy(whole, ({ environment: { files } }) => files.join('\n')).values()].flatMap(([first]) => first ?? []);
}

function* missingServices(environments: readonly Project[]): Iterable<DriftReport> {
  for (const [project, missing] of lackingOne(environments, environments.map(({ services }) => services))) {
    const at = placeOfServices(project);
    const others = environments.filter((each) => each !== project);
    if (at === undefined) continue;
    for (const name of missing) {
      const there = others[0]?.services.get(name);
      yield {
        service: name, attribute: serviceAttribute, project, at, message: `${project.environment.name} has no service ${name}, which ${listed(others)} have`,
        related: there === undefined ? [] : [{ at: there.key.text, message: `${name} is defined here` }],
      };
    }
  }
}

// Rules whose findings hang on a service alone: a service that is the same is not judged a second time.

import type { Service } from '#core/compose/model.ts';
import type { Report, Rule } from '#core/rules/rule.ts';

/** A rule's check that judges each service by itself. `judge` must see nothing but the service. */
export function eachService(judge: (service: Service) => Iterable<Report>): Rule['check'] {
  const reportsOf = (service: Service): readonly Report[] => [...judge(service)];
  return function* check(project, context) {
    for (const service of project.services.values()) yield* context.remembered(reportsOf, service);
  };
}

import { healthcheckOf } from '#core/compose/healthcheck.ts';
import type { Project, Service, ServiceReference } from '#core/compose/model.ts';
import { isBroken } from '#core/rules/broken-text.ts';
import { healthOf, imageFacts } from '#core/rules/image-facts.ts';
import { addHealthcheck } from '#core/rules/missing-healthcheck/add-healthcheck.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import { runTogether } from '#core/rules/port-conflict/host-ports.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';

/**
 * Compose: "container … has no healthcheck configured" (pkg/compose/convergence.go), and the dependant does not start.
 * A check that an image from a registry may bring is not known; that Docker's official images bring none is.
 */
export const healthcheckRequired: Rule = {
  code: 'healthcheck-required',
  title: 'A service waits for the health of another that has no health check',
  stage: 'start',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    if (project.partial) return;
    for (const service of project.services.values()) {
      for (const reference of service.references) {
        if (reference.key !== 'depends_on' || reference.condition?.value !== 'service_healthy') continue;
        const other = project.services.get(reference.service.value);
        if (other === undefined || (service.active ? !other.active : !runTogether(service, other)) || get(other.node, 'provider') !== undefined) continue;
        const health = await healthOf(project, other, context);
        if ((health === 'none' || health === 'off') && !isBroken(project, other)) yield report(project, service, reference, other, health, context);
      }
    }
  },
};

function report(project: Project, service: Service, reference: ServiceReference, other: Service, health: 'none' | 'off', context: RuleContext): Report {
  const { condition } = reference;
  const healthcheck = healthcheckOf(other);
  return {
    at: condition ?? reference.service,
    message: `${other.name} ${health === 'off' ? 'has its health check switched off' : 'has no health check'}: it never becomes healthy, and ${service.name} does not start`,
    related: [{ at: healthcheck?.at ?? other.key, message: health === 'off' ? 'It is switched off here' : `${other.name} is defined here` }],
    fixes: async (): Promise<readonly Fix[]> => [
      ...(health === 'none' ? addHealthcheck(other, await imageFacts(project, other, context)) : switchOn(other)),
      ...(condition === undefined || !isWritten(condition) ? [] : [{ title: `Wait for the start of ${other.name} only`, safety: 'ask', edits: [{ kind: 'rewrite', at: condition, text: 'service_started' }] } satisfies Fix]),
    ],
  };
}

/** Only where the check itself is there and `disable` keeps it from running. */
function switchOn(service: Service): readonly Fix[] {
  const said = get(service.node, 'healthcheck');
  const disable = textOf(get(said, 'disable'));
  if (disable === undefined || !isWritten(disable) || textOf(get(said, 'test')) === undefined && get(said, 'test')?.kind !== 'sequence') return [];
  return [{ title: `Switch the health check of ${service.name} on`, safety: 'ask', edits: [{ kind: 'remove', at: disable }] }];
}

import type { Project, Service } from '#core/compose/model.ts';
import { waitFor, withoutCondition } from '#core/rules/depends-on-without-condition/wait-for.ts';
import { healthOf } from '#core/rules/image-facts.ts';
import type { Rule } from '#core/rules/rule.ts';

/**
 * Compose specification, "Short syntax" of `depends_on`: dependencies are started before, not waited for. Who writes
 * `condition: service_started` means it.
 */
export const dependsOnWithoutCondition: Rule = {
  code: 'depends-on-without-condition',
  title: 'A service does not wait for the health of one that has a health check',
  stage: 'policy',
  severity: 'hint',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    if (project.partial) return;
    for (const service of project.services.values()) {
      const short = withoutCondition(service);
      const healthy: Service[] = [];
      for (const { value } of short) {
        const other = project.services.get(value);
        if (other?.active === true && other !== service && await healthOf(project, other, context) === 'there') healthy.push(other);
      }
      for (const named of short) {
        const other = healthy.find(({ name }) => name === named.value);
        if (other === undefined || waitsOnTheWay(project, service, other)) continue;
        yield {
          at: named,
          message: `${other.name} has a health check that ${service.name} does not wait for: it starts before ${other.name} is ready`,
          related: [{ at: other.key, message: `${other.name} is defined here` }],
          fixes: () => [{ title: `Wait until ${healthy.map(({ name }) => name).join(' and ')} ${healthy.length === 1 ? 'is' : 'are'} healthy`, safety: 'ask', edits: [waitFor(named, healthy)] }],
        };
      }
    }
  },
};

/** Services that are looked at on the way from one: nobody has more. */
const mostOnTheWay = 1_000;

/** Whether something else that a service waits for waits for the health of another: then the other is healthy too. */
function waitsOnTheWay(project: Project, service: Service, other: Service): boolean {
  const seen = new Set<string>([service.name]);
  const open = [service];
  for (let each = open.pop(); each !== undefined && seen.size < mostOnTheWay; each = open.pop()) {
    for (const { key, condition, service: named } of each.references) {
      if (key !== 'depends_on' || seen.has(named.value)) continue;
      if (named.value === other.name && condition?.value === 'service_healthy') return true;
      const next = project.services.get(named.value);
      if (next === undefined || next === other || !next.active) continue;
      seen.add(named.value);
      open.push(next);
    }
  }
  return false;
}

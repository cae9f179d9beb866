import { healthcheckOf } from '#core/compose/healthcheck.ts';
import type { Project } from '#core/compose/model.ts';
import { isBroken } from '#core/rules/broken-text.ts';
import { withoutCondition } from '#core/rules/depends-on-without-condition/wait-for.ts';
import { imageFacts } from '#core/rules/image-facts.ts';
import { addHealthcheck, type Waiting } from '#core/rules/missing-healthcheck/add-healthcheck.ts';
import type { Rule } from '#core/rules/rule.ts';

/**
 * Advice, and only where it has a use: another service is started after this one, this one is a database or a broker that
 * takes a while, and nothing tells Compose when it is ready.
 */
export const missingHealthcheck: Rule = {
  code: 'missing-healthcheck',
  title: 'Others wait for a service that cannot say when it is ready',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  async *check(project, context) {
    if (project.partial) return;
    const waiting = waitingFor(project);
    for (const service of project.services.values()) {
      const who = waiting.get(service.name);
      // Where `healthcheck` says anything, somebody has thought of it.
      if (!service.active || who === undefined || service.build !== undefined || healthcheckOf(service) !== undefined) continue;
      const facts = await imageFacts(project, service, context);
      if (facts.official?.healthcheck === undefined || isBroken(project, service)) continue;
      yield {
        at: service.key,
        message: `${service.name} has no health check: ${listed(who.map(({ by }) => by.name))} before ${service.name} is ready`,
        fixes: () => addHealthcheck(service, facts, who),
      };
    }
  },
};

/** The services that name each in the short form, where none asks for its health: that it lacks is another finding then. */
function waitingFor(project: Project): ReadonlyMap<string, readonly Waiting[]> {
  const waiting = new Map<string, Waiting[]>();
  const asked = new Set<string>();
  for (const service of project.services.values()) {
    for (const named of withoutCondition(service)) {
      const all = waiting.get(named.value);
      if (all === undefined) waiting.set(named.value, [{ by: service, named }]);
      else all.push({ by: service, named });
    }
    for (const { condition, service: other } of service.active ? service.references : []) {
      if (condition?.value === 'service_healthy' || condition?.value === 'service_completed_successfully') asked.add(other.value);
    }
  }
  for (const name of asked) waiting.delete(name);
  return waiting;
}

function listed([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `${first} starts` : `${first} and ${others.length === 1 ? others[0] : `${others.length} others`} start`;
}

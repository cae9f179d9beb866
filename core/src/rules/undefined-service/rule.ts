import type { Project, Service, ServiceReference } from '#core/compose/model.ts';
import { mayBeInBrokenText } from '#core/rules/broken-text.ts';
import { nearest } from '#core/words/nearest.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';

/**
 * Compose: checkConsistency 3, 8 and 9. Every way to name another service becomes a dependency (loader/normalize.go);
 * an unknown one is refused even with `required: false`. Inactive services are not judged, but what they extend is.
 */
export const undefinedService: Rule = {
  code: 'undefined-service',
  title: 'A service names another that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project) {
    if (project.partial) return;
    for (const service of project.services.values()) {
      for (const reference of service.references) {
        const { service: other } = reference;
        if (!service.active) continue;
        if (other.unresolved.length > 0 || project.services.has(other.value) || mayBeInBrokenText(project, other.value)) continue;
        yield report(project, service, reference);
      }
      for (const other of service.active ? service.build?.services ?? [] : []) {
        if (other.unresolved.length > 0 || project.services.has(other.value) || mayBeInBrokenText(project, other.value)) continue;
        yield report(project, service, { key: 'additional_contexts', service: other, at: other });
      }
    }
  },
};

function report(project: Project, service: Service, reference: Pick<ServiceReference, 'service' | 'at'> & { readonly key: ServiceReference['key'] | 'additional_contexts' }): Report {
  const { service: other, key, at } = reference;
  return {
    at: other,
    message: `No service "${other.value}" is defined: Compose refuses the project`,
    fixes: () => {
      const others = [...project.services.keys()].filter((name) => name !== service.name);
      const similar = nearest(other.value, others);
      const isEntry = key === 'depends_on' || key === 'links' || key === 'volumes_from';
      return [
        ...(similar === undefined ? [] : rewriteFix(other, similar, `Use "${similar}"`)),
        ...(isEntry ? [{ title: `Remove "${other.value}" from ${key}`, safety: 'ask', edits: [{ kind: 'remove', at }] } satisfies Fix] : []),
      ];
    },
  };
}

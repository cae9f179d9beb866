import type { Project, Service, ServiceReference } from '#core/compose/model.ts';
import { nearest } from '#core/words/nearest.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';
import { undefinedNames } from '#core/rules/undefined-resource.ts';
import type { Text } from '#core/yaml/span.ts';

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
    for (const [, reference, service] of undefinedNames(project, referencesOf, (name) => project.services.has(name))) yield report(project, service, reference);
  },
};

/** A mention of another service, by a build too. */
type Mention = Pick<ServiceReference, 'service' | 'at'> & { readonly key: ServiceReference['key'] | 'additional_contexts' };

function referencesOf({ references, build }: Service): readonly (readonly [Text, Mention])[] {
  const built = (build?.services ?? []).map((other): Mention => ({ key: 'additional_contexts', service: other, at: other }));
  return [...references, ...built].map((each) => [each.service, each]);
}

function report(project: Project, service: Service, reference: Mention): Report {
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

import type { Project, Service, ServiceReference } from '#core/compose/model.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** Compose: checkConsistency 8: a dependency that its profiles leave out is refused, unless it says `required: false`. */
export const profileMismatch: Rule = {
  code: 'profile-mismatch',
  title: 'A service needs another that its profiles leave out',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project) {
    for (const service of project.services.values()) {
      if (!service.active) continue;
      for (const reference of service.references) {
        const other = project.services.get(reference.service.value);
        if (other === undefined || other.active || !reference.required) continue;
        if (reference.service.unresolved.length > 0 || other.profiles.some(({ unresolved }) => unresolved.length > 0)) continue;
        yield report(project, service, reference, other);
      }
    }
  },
};

function report(project: Project, service: Service, { key, service: name, at }: ServiceReference, other: Service): Report {
  const profiles = other.profiles.map(({ value }) => value);
  const [first] = other.profiles;
  return {
    at: name,
    message: `"${name.value}" takes part in ${profiles.length === 1 ? 'profile' : 'profiles'} ${profiles.join(', ')} only, and ${service.name} always needs it: Compose refuses the project`,
    ...(first === undefined ? {} : { related: [{ at: first, message: `${name.value} takes part in this profile only` }] }),
    fixes: () => {
      const fixes: Fix[] = [];
      const isMapping = get(get(project.root, 'services'), service.name)?.kind === 'mapping';
      const dependency = get(get(service.node, 'depends_on'), name.value);
      if (key === 'depends_on' && dependency?.kind === 'mapping' && entry(dependency, 'required') === undefined) {
        fixes.push({
          title: `Start ${service.name} without ${name.value} too`, safety: 'ask',
          edits: [{ kind: 'add', file: name.file, path: ['services', service.name, 'depends_on', name.value], key: 'required', value: 'false' }],
        });
      }
      if (isMapping && service.profiles.length === 0) {
        fixes.push({
          title: `Put ${service.name} into the same profiles`, safety: 'ask',
          edits: [{ kind: 'add', file: service.key.file, path: ['services', service.name], key: 'profiles', value: `[${profiles.map((profile) => JSON.stringify(profile)).join(', ')}]` }],
        });
      }
      if (key === 'depends_on' || key === 'links' || key === 'volumes_from') {
        fixes.push({ title: `Remove "${name.value}" from ${key}`, safety: 'ask', edits: [{ kind: 'remove', at }] });
      }
      return fixes;
    },
  };
}

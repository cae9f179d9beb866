import type { Service } from '#core/compose/model.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, CheckContainerNameUnicity, which `config` and `up` of the newest Compose ask for; 2.26 fails when it makes the second container. */
export const duplicateContainerName: Rule = {
  code: 'duplicate-container-name',
  title: 'Two services want containers of the same name',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: false,
  *check(project) {
    const first = new Map<string, Service>();
    for (const service of project.services.values()) {
      const name = service.containerName;
      if (!service.active || name === undefined || name.value === '' || name.unresolved.length > 0) continue;
      const other = first.get(name.value);
      if (other?.containerName === undefined) first.set(name.value, service);
      else {
        yield {
          at: name, message: `${other.name} has the container name ${name.value} already: Compose refuses the project`,
          related: [{ at: other.containerName, message: `The container of ${other.name} is called so` }],
        };
      }
    }
  },
};

import type { Project, Service } from '#core/compose/model.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { entry, get, isNull } from '#core/yaml/node.ts';

/** Compose: checkConsistency 1 and the second half of 3, over active services of the merged project. A `provider` needs neither. */
export const noImageOrBuild: Rule = {
  code: 'no-image-or-build',
  title: 'A service has neither an image nor a build',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: false,
  *check(project) {
    if (project.partial || project.problems.some(({ code }) => code === 'yaml-syntax')) return;
    for (const service of project.services.values()) {
      if (!service.active || service.node.kind !== 'mapping') continue;
      if (!hasBuild(service) && !hasImage(service) && entry(service.node, 'provider') === undefined) {
        yield { at: service.key.text, message: `${service.name} has neither an image nor a build: Compose refuses the project` };
      }
      yield* unbuilt(project, service);
    }
  },
};

function hasBuild({ node }: Service): boolean {
  const build = get(node, 'build');
  return build !== undefined && !isNull(build);
}

function hasImage({ image }: Service): boolean {
  return image !== undefined && (image.value !== '' || image.unresolved.length > 0);
}

/** A build can stand on another service's only where that is built too. */
function* unbuilt(project: Project, { build }: Service): Generator<Report> {
  for (const name of build?.services ?? []) {
    const other = project.services.get(name.value);
    if (other === undefined || hasBuild(other)) continue;
    yield { at: name, message: `${name.value} has no build that another could stand on: Compose refuses the project` };
  }
}

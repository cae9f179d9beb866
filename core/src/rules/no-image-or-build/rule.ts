import type { Project, Service } from '#core/compose/model.ts';
import { nameOf } from '#core/project/path.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import { entry, get, isNull } from '#core/yaml/node.ts';

/** Compose: checkConsistency 1 and the second half of 3, over active services of the merged project. A `provider` needs neither. */
export const noImageOrBuild: Rule = {
  code: 'no-image-or-build',
  title: 'A service has neither an image nor a build',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project) {
    if (project.partial || project.problems.some(({ code }) => code === 'yaml-syntax')) return;
    for (const service of project.services.values()) {
      if (!service.active || service.node.kind !== 'mapping') continue;
      if (!hasBuild(service) && !hasImage(service) && entry(service.node, 'provider') === undefined) {
        yield missing(project, service);
      }
      yield* unbuilt(project, service);
    }
  },
};

/** What stands in an overlay alone was most likely meant for a service of the base, which has another name or no longer exists. */
function missing(project: Project, { name, key }: Service): Report {
  const [base, ...overlays] = project.environment.files;
  const fault = `${name} has neither an image nor a build`;
  if (base === undefined || !overlays.includes(key.file)) return { at: key.text, message: `${fault}: Compose refuses the project` };
  return {
    at: key.text,
    message: `${fault}, and ${nameOf(base)} has no service ${name} that it could belong to: Compose refuses the project`,
    fixes: () => {
      const similar = nearest(name, [...project.services.values()].filter((other) => other.key.file !== key.file).map((other) => other.name));
      return similar === undefined ? [] : rewriteFix(key.text, similar, `Use "${similar}"`);
    },
  };
}

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

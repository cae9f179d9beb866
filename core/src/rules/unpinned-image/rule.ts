import type { Project, Service } from '#core/compose/model.ts';
import { readImageName } from '#core/images/image-name.ts';
import { hasBrokenText } from '#core/rules/broken-text.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** No tag means `latest`, which is whatever the registry called so when somebody pulled last. */
export const unpinnedImage: Rule = {
  code: 'unpinned-image',
  title: 'An image of whatever version is the latest',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  *check(project) {
    if (hasBrokenText(project)) return;
    const built = new Set([...project.services.values()].flatMap(({ build, image }) => (build !== undefined && image !== undefined ? [readImageName(image.value).repository] : [])));
    for (const service of project.services.values()) {
      const { image } = service;
      if (image === undefined || image.value === '' || image.unresolved.length > 0 || isOfThisMachine(service) || built.has(readImageName(image.value).repository)) continue;
      const { tag, digest } = readImageName(image.value);
      if (digest === undefined && (tag === undefined || tag === 'latest')) yield report(project, image, tag);
    }
  },
};

/** Built here, or never pulled. */
function isOfThisMachine({ build, node }: Service): boolean {
  return build !== undefined || ['never', 'build'].includes(textOf(get(node, 'pull_policy'))?.value ?? '');
}

function report(project: Project, image: Text, tag: string | undefined): Report {
  return {
    at: image,
    ...(project.environment.mode === 'prod' ? { severity: 'information' } : {}),
    message: `${tag === undefined ? `${image.value} has no tag` : `${image.value} says latest`}: each machine runs the version that it pulled first`,
    fixes: () => tagsOf(project, image).flatMap((each) => rewriteFix(image, each)),
  };
}

/** The same image with the tags that other services of the project give it. */
function tagsOf(project: Project, image: Text): readonly string[] {
  const { registry, repository } = readImageName(image.value);
  const others = [...project.services.values()].flatMap((service) => (service.image?.unresolved.length === 0 ? [service.image.value] : []));
  return [...new Set(others.filter((each) => {
    const other = readImageName(each);
    return other.repository === repository && other.registry === registry && other.tag !== undefined && other.tag !== 'latest';
  }))].slice(0, 3);
}

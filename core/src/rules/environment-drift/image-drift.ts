// One service on another version of its image than everywhere else. A version that a variable gives is meant to differ.

import type { Project } from '#core/compose/model.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import { isWritten, rewriteFix } from '#core/rules/path-fixes.ts';
import type { DriftReport } from '#core/rules/environment-drift/report.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { Text } from '#core/yaml/span.ts';

/** A service's image in one environment. */
interface Use {
  readonly project: Project;
  readonly image: Text;
  readonly repository: string;
  /** `16.2` of `16.2-alpine`. */
  readonly version: string;
}

/** One finding for each service: at the one that differs, or of two at the one that is not for production. */
export function* imageDrift(environments: readonly Project[]): Iterable<DriftReport> {
  const names = new Set(environments.flatMap(({ services }) => [...services.keys()]));
  for (const name of names) {
    const uses = environments.flatMap((project) => useIn(project, name) ?? []);
    const [first] = uses;
    if (first === undefined || uses.some(({ repository }) => repository !== first.repository)) continue;
    const versions = [...groupBy(uses, ({ version }) => uses.find((each) => isSame(each.version, version))?.version).values()].toSorted((a, b) => a.length - b.length);
    const [few, many] = versions;
    if (few === undefined || many === undefined || versions.length > 2 || few.length > 1) continue;
    const isPair = many.length === 1;
    const [odd, others] = isPair && few[0]?.project.environment.mode === 'prod' ? [many[0], few] : [few[0], many];
    const same = [...groupBy(others, ({ image }) => image.value).values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
    const [other] = same;
    if (odd === undefined || other === undefined) continue;
    yield {
      service: name, attribute: 'image', project: odd.project, at: odd.image,
      message: `${name} is ${odd.image.value} in ${odd.project.environment.name}, and ${other.image.value} in ${listed(same.map(({ project }) => project))}`,
      related: [{ at: other.image, message: `${other.image.value} is used here` }],
      fixes: () => rewriteFix(odd.image, other.image.value),
    };
  }
}

/** Undefined where the image is built, is given by a variable, or has no version in numbers. */
function useIn(project: Project, name: string): Use | undefined {
  const service = project.services.get(name);
  const image = service?.image;
  if (image === undefined || service?.build !== undefined || !isWritten(image)) return undefined;
  const match = /^([^@]+):v?(\d+(?:\.\d+)*)(?:-[\w.-]+)?$/.exec(image.value);
  return match === null ? undefined : { project, image, repository: match[1] ?? '', version: match[2] ?? '' };
}

/** `16` stands for every `16.x`. */
function isSame(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

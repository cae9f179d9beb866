// The files of secrets and configs are mounted too, and the engine makes no folder in their place.

import type { Project, Resource, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import { isOfTheMachine } from '#core/rules/path-fixes.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** A file that is not there, and what comes of it. */
export interface MissingFile {
  readonly source: Text;
  readonly path: FilePath;
  readonly consequence: string;
}

/** The missing files of secrets and configs that a service uses. One that git ignores is for each person to make. */
export async function missingFiles(project: Project, context: RuleContext): Promise<readonly MissingFile[]> {
  const services = [...project.services.values()].filter(({ active }) => active);
  const all = [
    ...[...project.secrets.values()].map((each) => [each, (service: Service) => service.secrets] as const),
    ...[...project.configs.values()].map((each) => [each, (service: Service) => service.configs] as const),
  ];
  const missing = await Promise.all(all.map(([resource, used]) => missingFile(project, resource, services, used, context)));
  return missing.filter((each) => each !== undefined);
}

async function missingFile(project: Project, { name, node, external }: Resource, services: readonly Service[], used: (service: Service) => readonly Text[], context: RuleContext): Promise<MissingFile | undefined> {
  const source = textOf(get(node, 'file'));
  if (external || source === undefined || source.value === '' || source.unresolved.length > 0) return undefined;
  const path = resolveText(project.directory, source);
  if (isOfTheMachine(project.directory, source.value, path)) return undefined;
  const user = services.find((service) => used(service).some(({ value }) => value === name));
  const builder = services.find(({ build }) => build?.secrets.some(({ value }) => value === name));
  if (user === undefined && builder === undefined) return undefined;
  if (await context.files.stat(path) !== undefined || await context.isIgnored(path)) return undefined;
  return { source, path, consequence: user === undefined ? `${builder?.name} cannot be built` : `${user.name} would not start` };
}

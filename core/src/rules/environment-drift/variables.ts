// A variable that a service has in every environment but one, wherever it is set: in `environment` or in an env file.

import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { resolveText } from '#core/project/path.ts';
import type { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { lackingOne } from '#core/rules/environment-drift/lacking-one.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import type { RuleContext, SharedReport } from '#core/rules/rule.ts';
import { entry, type YamlNode } from '#core/yaml/node.ts';

/** The findings about one service that all environments have. */
export async function missingVariables(name: string, environments: readonly Project[], files: ReadonlyMap<Project, EnvFileVariables>, context: RuleContext): Promise<readonly SharedReport[]> {
  if (environments.some(({ services }) => !services.has(name))) return [];
  const variables: ReadonlySet<string>[] = [];
  for (const project of environments) {
    const names = await allVariablesOf(project, project.services.get(name), files.get(project), context);
    if (names === undefined) return [];
    variables.push(names);
  }
  const reports: SharedReport[] = [];
  for (const [project, missing] of lackingOne(environments, variables)) {
    const service = project.services.get(name);
    const others = environments.filter((each) => each !== project);
    const there = others[0]?.services.get(name);
    if (service === undefined || there === undefined) continue;
    for (const variable of missing) {
      reports.push({
        project, at: service.envFiles.at(-1)?.path ?? (entry(service.node, 'environment')?.key ?? service.key).text,
        message: `${name} has no ${variable} in ${project.environment.name}, which it has in ${listed(others)}`,
        related: environmentOf(there).filter((each) => each.name === variable).map(({ key }) => ({ at: key, message: `${variable} is set here` })),
      });
    }
  }
  return reports;
}

/** The variables of a service, those of its env files too; undefined where one of these cannot be read. */
async function allVariablesOf(project: Project, service: Service | undefined, files: EnvFileVariables | undefined, context: RuleContext): Promise<ReadonlySet<string> | undefined> {
  if (service === undefined || files === undefined) return undefined;
  const { envFiles } = service;
  if (envFiles.length === 0) return variablesOf(service);
  for (const { path, format } of envFiles) {
    if (path.unresolved.length > 0 || (format?.value ?? '') !== '' || await context.files.stat(resolveText(project.directory, path)) !== 'file') return undefined;
  }
  return new Set([...(await files.of(service)).map((each) => each.name), ...variablesOf(service)]);
}

/** What is asked at each keystroke for every service of a folder's environments: most of them are the same as before. */
const knownVariables = new WeakMap<YamlNode, ReadonlySet<string>>();

function variablesOf(service: Service): ReadonlySet<string> {
  const known = knownVariables.get(service.node) ?? new Set(environmentOf(service).map(({ name }) => name));
  knownVariables.set(service.node, known);
  return known;
}

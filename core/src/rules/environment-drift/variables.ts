// A variable that a service has in every environment but one, wherever it is set: in `environment` or in an env file.

import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { fromEnvFiles } from '#core/drift/compared.ts';
import type { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { lackingOne } from '#core/rules/environment-drift/lacking-one.ts';
import { listed } from '#core/rules/environment-drift/listed.ts';
import type { DriftReport } from '#core/rules/environment-drift/report.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { entry, type YamlNode } from '#core/yaml/node.ts';

/** The findings about one service that all environments have. */
export async function missingVariables(name: string, environments: readonly Project[], files: ReadonlyMap<Project, EnvFileVariables>, context: RuleContext): Promise<readonly DriftReport[]> {
  if (environments.some(({ services }) => !services.has(name))) return [];
  const variables: ReadonlySet<string>[] = [];
  for (const project of environments) {
    const names = await allVariablesOf(project, project.services.get(name), files.get(project), context);
    if (names === undefined) return [];
    variables.push(names);
  }
  const reports: DriftReport[] = [];
  for (const [project, missing] of lackingOne(environments, variables)) {
    const service = project.services.get(name);
    const others = environments.filter((each) => each !== project);
    const there = others[0]?.services.get(name);
    if (service === undefined || there === undefined) continue;
    for (const variable of missing) {
      reports.push({
        service: name, attribute: `environment.${variable}`, project, at: service.envFiles.at(-1)?.path ?? (entry(service.node, 'environment')?.key ?? service.key).text,
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
  if (service.envFiles.length === 0) return variablesOf(service);
  const given = await fromEnvFiles(project, service, files, context.files);
  return given && new Set([...given.map((each) => each.name), ...variablesOf(service)]);
}

/** What is asked at each keystroke for every service of a folder's environments: most of them are the same as before. */
const knownVariables = new WeakMap<YamlNode, ReadonlySet<string>>();

function variablesOf(service: Service): ReadonlySet<string> {
  const known = knownVariables.get(service.node) ?? new Set(environmentOf(service).map(({ name }) => name));
  knownVariables.set(service.node, known);
  return known;
}

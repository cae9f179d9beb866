// Finds services in the `health`, `smoke` and `drift` of a `composure.yaml` that no environment of its folder has: nothing of them
// is ever asked or decided. It takes all environments to say so.

import type { LoadProblem, Project } from '#core/compose/model.ts';
import { WrongAttribute } from '#core/health/check-attributes.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { configurationOf, configurationProblem } from '#core/project/configuration-of.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Each problem with the project in which it is said: once for each environment that the file holds for. */
export async function unknownServices(
  projects: readonly Project[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation,
): Promise<readonly (readonly [Project, LoadProblem])[]> {
  const governed = new Map<YamlFile, Project[]>();
  for (const project of projects) {
    const file = await configurationOf(project.environment, files, parsed);
    cancellation.throwIfAborted();
    if (file !== undefined) governed.set(file, [...governed.get(file) ?? [], project]);
  }
  const found: (readonly [Project, LoadProblem])[] = [];
  for (const [file, own] of governed) {
    const named = servicesNamed(file);
    if (named.every(({ name }) => own.some(({ services }) => services.has(name)))) continue;
    // Those that were not asked about may have it.
    const all = [...own, ...await othersOf(file, own, files, parsed, cancellation)];
    if (all.some(({ partial }) => partial)) continue;
    const known = [...new Set(all.flatMap(({ services }) => [...services.keys()]))];
    for (const { name, node, consequence } of named) {
      if (known.includes(name)) continue;
      const problem = configurationProblem(new WrongAttribute(node, `No environment has a service "${name}"`, nearest(name, known)), consequence);
      found.push(...own.map((project) => [project, problem] as const));
    }
  }
  return found;
}

interface NamedService {
  readonly name: string;
  readonly node: YamlNode;
  readonly consequence: string;
}

function servicesNamed({ documents: [root] }: YamlFile): readonly NamedService[] {
  const [health, smoke, drift] = [get(root, 'health'), get(root, 'smoke'), get(root, 'drift')];
  return [
    ...entries(drift).map(({ key }) => ({ name: key.content, node: key, consequence: 'nothing is decided by it' })),
    ...(health?.kind === 'mapping' ? entries(health) : []).map(({ key }) => ({ name: key.content, node: key, consequence: 'nothing of it is asked' })),
    ...(smoke?.kind === 'mapping' ? entries(smoke) : []).flatMap(({ value }) => (value.kind === 'sequence' ? value.items : [value])).flatMap((check) => {
      const node = get(check, 'service');
      const name = textOf(node)?.value;
      // A text with a variable may be any service.
      return node === undefined || name === undefined || name === '' || name.includes('$') ? [] : [{ name, node, consequence: 'this test always fails' }];
    }),
  ];
}

async function othersOf(file: YamlFile, own: readonly Project[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Project[]> {
  const environments = await discoverEnvironments(folderOf(file.file), files, parsed, cancellation);
  const others = environments.filter(({ name }) => own.every(({ environment }) => environment.name !== name));
  return Promise.all(others.map((environment) => loadProject(environment, files, parsed, cancellation)));
}

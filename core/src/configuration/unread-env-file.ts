// An env file that is called after an environment of `composure.yaml`, and that Compose does not read there: names are not
// looked at where environments are written down. `composure env generate` makes such files.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { LoadProblem, Project } from '#core/compose/model.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { configurationCode, readConfigured } from '#core/project/configured-environments.ts';
import { envFileNames } from '#core/project/env-file-names.ts';
import { folderOf, nameOf, relativePath, resolvePath, resolveText } from '#core/project/path.ts';
import { usesOf } from '#core/rules/env-variable-missing/uses.ts';
import type { Fix } from '#core/rules/rule.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { listed } from '#core/words/listed.ts';
import { entry, get, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

export interface UnreadEnvFile {
  readonly problem: LoadProblem;
  readonly fixes: readonly Fix[];
}

/**
 * What is said of it at the environment, where that names no env file at all, and this one sets what its Compose files use or
 * `composure.yaml` describes: frameworks have files of such names too.
 */
export async function unreadEnvFile(project: Project, configuration: YamlFile | undefined, files: FileSystem): Promise<UnreadEnvFile | undefined> {
  const { environment } = project;
  const described = entry(get(configuration?.documents[0], 'environments'), environment.name);
  if (configuration === undefined || described === undefined || environment.envFiles.length > 0 || get(described.value, 'envFiles') !== undefined || environment.namedAt?.[0]?.file !== configuration.file) return undefined;
  const folder = folderOf(configuration.file);
  const { path, text } = await fileOf(project, configuration, folder, files) ?? {};
  if (path === undefined || text === undefined) return undefined;
  const variables = readVariables(configuration);
  const names = [...new Set(readDotenv(text).assignments.map(({ name }) => name))].filter((name) => variables.has(name) || usesOf(name, project).length > 0);
  if (names.length === 0) return undefined;
  const problem: LoadProblem = { code: configurationCode, at: described.key.text, message: `${environment.name} names no envFiles: Compose does not read ${nameOf(path)} there, which sets ${listed(names)}` };
  // Compose reads the folder's own file until others are named.
  const shared = resolvePath(environment.directory, '.env');
  const read = [...await files.stat(shared) === 'file' ? [shared] : [], path].map((each) => pathText(relativePath(folder, each)));
  const value = read.length === 1 ? read.join('') : `[${read.join(', ')}]`;
  return { problem, fixes: fixesOf(environment.name, described.value, value, configuration) };
}

/** The file, which neither another environment nor a service reads. */
async function fileOf(project: Project, configuration: YamlFile, folder: FilePath, files: FileSystem): Promise<{ readonly path: FilePath; readonly text: string } | undefined> {
  const { name } = project.environment;
  const others = readConfigured(configuration).environments.filter((other) => other.name !== name);
  const given = new Set([...project.services.values()].flatMap(({ envFiles }) => envFiles.map(({ path }) => resolveText(project.directory, path))));
  for (const each of envFileNames(name)) {
    const path = resolvePath(folder, each);
    if (given.has(path) || others.some((other) => other.envFiles.includes(path) || each === `.env.${other.name}`)) continue;
    const text = await files.stat(path) === 'file' ? await files.readText(path) : undefined;
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/** None where the environment is a list in lines of its own. */
function fixesOf(name: string, node: YamlNode, value: string, { file, text }: YamlFile): readonly Fix[] {
  const title = `Read ${value.replaceAll(/[[\]]/g, '')} in ${name}`;
  if (node.alias !== undefined) return [];
  if (node.kind === 'mapping') return [{ title, safety: 'ask', edits: [{ kind: 'add', file, path: ['environments', name], key: 'envFiles', value }] }];
  if (node.kind === 'sequence' && !node.flow) return [];
  const at = { value: undefined, file, span: node.span };
  return [{ title, safety: 'ask', edits: [{ kind: 'replace', at, text: `{ files: ${text.slice(...node.span).trimEnd()}, envFiles: ${value} }` }] }];
}

function pathText(path: string): string {
  const short = path.replace(/^\.\//, '');
  return /^[\w./-]+$/.test(short) ? short : JSON.stringify(short);
}

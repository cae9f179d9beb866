// The `composure.yaml` that holds for an environment, and how it is told where it cannot be followed.

import type { LoadProblem } from '#core/compose/model.ts';
import type { WrongAttribute } from '#core/health/check-attributes.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { configurationCode, configurationName } from '#core/project/configured-environments.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** The file of the folder of an environment; undefined where there is none that can be read. */
export async function configurationOf(environment: Environment, files: FileSystem, parsed: ParsedFiles): Promise<YamlFile | undefined> {
  const folders: readonly FilePath[] = [folderFoundIn(environment), environment.directory, ...environment.files.slice(0, 1).map(folderOf)];
  for (const folder of new Set(folders)) {
    const file = await parsed.get(resolvePath(folder, configurationName), files);
    if (file !== undefined && file.problems.length === 0) return file;
  }
  return undefined;
}

/** Folders above that of the environments that are asked; a repository's own folder is the last. */
const upLimit = 4;

/** The files of the folder of an environment and of those above it in the repository, the nearest first; also those that cannot be read as YAML. */
export async function configurationsAbove(environment: Environment, files: FileSystem, parsed: ParsedFiles): Promise<readonly YamlFile[]> {
  const found: YamlFile[] = [];
  let folder = folderFoundIn(environment);
  for (let up = 0; up <= upLimit; up += 1) {
    const file = await parsed.get(resolvePath(folder, configurationName), files);
    if (file !== undefined) found.push(file);
    const above = folderOf(folder);
    if (above === folder || await files.stat(resolvePath(folder, '.git')) !== undefined) break;
    folder = above;
  }
  return found;
}

/** What is said of an attribute, and what comes of it. */
export function configurationProblem({ node, message, instead }: WrongAttribute, consequence: string): LoadProblem {
  const at = { value: undefined, file: node.file, span: node.alias ?? node.span };
  return { code: configurationCode, message: `${message}: as it is, ${consequence}`, at, ...(instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } }) };
}

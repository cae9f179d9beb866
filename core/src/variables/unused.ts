// Variables that composure.yaml describes and nothing uses. A name that stands anywhere in what is read counts as used: only
// what is surely forgotten is said.

import type { Project } from '#core/compose/model.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import { envFilesOf } from '#core/variables/env-file-of.ts';
import { readOutputs } from '#core/variables/read-outputs.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { publicName, type Variable } from '#core/variables/variable.ts';
import { entries, get } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** The variables that no file of these projects, no template and no output uses; none where that cannot be known. */
export async function unusedVariables(configuration: YamlFile, projects: readonly Project[], files: FileSystem, cancellation: Cancellation): Promise<readonly Variable[]> {
  const variables = [...readVariables(configuration).values()];
  if (variables.length === 0 || projects.length === 0 || projects.some(({ partial, unreadable }) => partial || unreadable.length > 0)) return [];
  // Another environment may use what these do not.
  if (entries(get(configuration.documents[0], 'environments')).some(({ key }) => projects.every(({ environment }) => environment.name !== key.content))) return [];
  const own = new Set<FilePath>();
  const words = new Set<string>();
  let writesSecrets = false;
  for (const project of projects) {
    for (const file of project.files) for (const word of wordsOf(file)) words.add(word);
    const { own: file, before } = await envFilesOf(project.environment, projects.map(({ environment }) => environment), files);
    for (const each of [file, ...before]) own.add(each);
    const { secrets, kubernetes, templates } = readOutputs(configuration, project.environment.name);
    writesSecrets ||= secrets !== undefined || kubernetes !== undefined;
    for (const { template } of templates) for (const word of wordsIn(await files.readText(template) ?? '')) words.add(word);
    cancellation.throwIfAborted();
  }
  // A container that gets the whole env file may use any of it.
  const isHandedOn = projects.some((project) => [...project.services.values()].some(({ envFiles }) => envFiles.some(({ path }) => path.unresolved.length > 0 || own.has(resolveText(project.directory, path)))));
  if (isHandedOn) return [];
  for (const [, name = ''] of configuration.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) words.add(name);
  const isUsed = ({ name, secret, generate }: Variable): boolean => words.has(name) || /^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_/.test(name)
    || (secret && writesSecrets) || (generate?.kind === 'key-pair' && (generate.file !== undefined || words.has(publicName(name))));
  return variables.filter((variable) => !isUsed(variable));
}

/** A file that is the same as at the last keystroke has the same words. */
function wordsOf(file: YamlFile): readonly string[] {
  const words = known.get(file) ?? wordsIn(file.text);
  known.set(file, words);
  return words;
}

const known = new WeakMap<YamlFile, readonly string[]>();

function wordsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\w+/g))];
}

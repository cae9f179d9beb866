// Which documents are read here: a client may ask about every YAML file, and about Dockerfiles.

import type { Project } from '#core/compose/model.ts';
import { isEnvFile } from '#core/language/completion/env-file.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { readFileName } from '#core/project/file-names.ts';
import { nameOf } from '#core/project/path.ts';

/** What editors call the language of compose files. */
export const composeLanguages: readonly string[] = ['dockercompose', 'docker-compose', 'yaml.docker-compose'];

/** Whether a file is a compose file, an env file or `composure.yaml`. */
export function isRead(language: string, file: FilePath, environments: readonly { readonly project: Project | undefined }[]): boolean {
  const name = nameOf(file);
  if (name === configurationName || isEnvFile(name)) return true;
  return /\.ya?ml$/i.test(name) && (composeLanguages.includes(language) || readFileName(name) !== undefined || environments.some(({ project }) => project?.files.some((each) => each.file === file)));
}

// Which env file holds an environment's own values, and which others Compose reads before it.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { environmentOfEnvFile, isSameEnvironment } from '#core/project/env-file-names.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import { pathWord } from '#core/variables/read-outputs.ts';

export interface EnvFiles {
  /** Where values of the environment go. */
  readonly own: FilePath;
  /** Read before it. */
  readonly before: readonly FilePath[];
  /** Whether the environment names it, so that Compose reads it. */
  readonly isNamed: boolean;
}

/**
 * The last of an environment's env files, where it is called after the environment or no other environment has it; else
 * `.env.<environment>` beside composure.yaml, and `.env` for the default one.
 */
export async function envFilesOf(environment: Environment, beside: readonly Environment[], files: FileSystem): Promise<EnvFiles> {
  const { name, envFiles, directory } = environment;
  const last = envFiles.at(-1);
  if (last !== undefined) {
    const called = environmentOfEnvFile(nameOf(last));
    const isShared = beside.some((other) => other.name !== name && other.envFiles.includes(last));
    if (called === undefined ? !isShared : isSameEnvironment(called, name)) return { own: last, before: envFiles.slice(0, -1), isNamed: true };
  }
  if (name === 'default' && envFiles.length === 0) return { own: resolvePath(directory, '.env'), before: [], isNamed: true };
  const own = resolvePath(folderFoundIn(environment), `.env.${pathWord(name)}`);
  const shared = resolvePath(directory, '.env');
  const before = envFiles.length > 0 ? envFiles : await files.stat(shared) === 'file' ? [shared] : [];
  return { own, before: before.filter((each) => each !== own), isNamed: false };
}

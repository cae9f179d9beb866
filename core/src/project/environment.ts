// An environment: which files make one project, and how it is meant to be used.

import type { FilePath } from '#core/outside.ts';
import type { Mode } from '#core/protocol.ts';
import type { Text } from '#core/yaml/span.ts';

/** What `docker compose` would be told with -f, --project-directory, --env-file and --profile. */
export interface Environment {
  readonly name: string;
  readonly mode: Mode;
  readonly directory: FilePath;
  /** Base first, overrides after it. */
  readonly files: readonly FilePath[];
  /** Env files named on purpose; empty means the directory's `.env`, as Compose does by itself. */
  readonly envFiles: readonly FilePath[];
  readonly profiles: readonly string[];
  /** The folder in which it was found, where that is not its directory. */
  readonly foundIn?: FilePath;
  /** Where its files are named, when a file does so: COMPOSE_FILE in `.env`, or `composure.yaml`. In the order of `files`. */
  readonly namedAt?: readonly Text[];
}

/** The folder in which an environment was found. */
export function folderFoundIn(environment: Environment): FilePath {
  return environment.foundIn ?? environment.directory;
}

// An environment: which files make one project, and how it is meant to be used.

import type { FilePath } from '#core/outside.ts';
import type { Mode } from '#core/protocol.ts';

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
}

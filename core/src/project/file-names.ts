// What a compose file's name says: whether it is one, whether Compose finds it by itself, and for which environment it is.

import type { Mode } from '#core/protocol.ts';

/** The names that Compose looks for, in its order (compose-go, cli/options.go). */
export const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;

/** The overrides that Compose adds to a default file, in its order. */
export const overrideNames = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'] as const;

/** A compose file's name taken apart: `docker-compose.prod.override.yml` is the override of environment `prod`. */
export interface ComposeFileName {
  /** Empty for the default file and its override. */
  readonly environment: string;
  readonly override: boolean;
}

/** Reads a file's name; undefined for a file that is no compose file by its name. */
export function readFileName(name: string): ComposeFileName | undefined {
  const match = /^(?:docker-)?compose(?:[._-](.+))?\.ya?ml$/is.exec(name) ?? /^(.+?)[._-](?:docker-)?compose\.ya?ml$/is.exec(name);
  if (match === null) return undefined;
  const words = match[1] ?? '';
  const override = /(?:^|[._-])override$/i.test(words);
  return { environment: override ? words.replace(/(?:^|[._-])override$/i, '') : words, override };
}

const devWords = /(?:^|[._-])(?:dev|devel|development|local|debug|hot|live-?reload|watch)(?:$|[._-])/i;
const prodWords = /(?:^|[._-])(?:prod|production|clean|release|live|deploy|optimi[sz]ed)(?:$|[._-])/i;

/** How an environment of this name is meant to be used. */
export function modeOf(environment: string): Mode {
  if (devWords.test(environment)) return 'dev';
  return prodWords.test(environment) ? 'prod' : 'other';
}

// A project that Compose and Composure are both asked about: its files by path in its folder, and what follows
// `docker compose` on the command line.

import type { FilePath } from '#core/outside.ts';

export interface OracleProject {
  readonly name: string;
  /** By path in the project's folder; a path with a trailing slash is an empty folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The paths behind `-f`; none for what Compose finds by itself. */
  readonly composeFiles: readonly string[];
  readonly profiles: readonly string[];
  /** The one fault that was put in on purpose. */
  readonly fault?: Fault;
}

/** A deliberate fault: which code must be reported, and where a person would change the text. */
export interface Fault {
  readonly kind: string;
  readonly code: string;
  readonly file: string;
  readonly span: readonly [start: number, end: number];
}

/** The arguments of `docker compose` that the project is read with. */
export function argumentsOf({ composeFiles, profiles }: OracleProject): readonly string[] {
  return [...composeFiles.flatMap((file) => ['-f', file]), ...profiles.flatMap((profile) => ['--profile', profile])];
}

/** The project's folder in memory. */
export const folder: FilePath = '/project';

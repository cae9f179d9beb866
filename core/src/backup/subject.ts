// What a backup is of.

import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';

/** A project on an engine, by its name, and its files where there still are some. */
export interface Subject {
  readonly project: string;
  /** The environment's name; the project's where no file says of one. */
  readonly environment: string;
  /** The project directory. */
  readonly directory: FilePath;
  /** Undefined where its files are gone: then what the engine has of the project has to do. */
  readonly loaded: Project | undefined;
}

/** A project of which there are files. */
export function subjectOf(loaded: Project): Subject {
  return { project: loaded.name, environment: loaded.environment.name, directory: loaded.directory, loaded };
}

/** What is saved whatever the policy says: a restore's safety copy. */
export interface Only {
  /** By the engine's names. */
  readonly volumes: readonly string[];
  /** Host paths. */
  readonly binds: readonly FilePath[];
}

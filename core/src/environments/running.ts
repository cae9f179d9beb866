// Which environment runs, judged from the containers alone. Labels do not tell: a container that did not have to change
// keeps the files of its last re-creation (engine 20.10.24, Compose 2.26.1, C6). What tells is the hash of its
// configuration, which Compose also computes for each environment.

import type { ContainerFacts, FilePath } from '#core/outside.ts';

/** What is known of an environment before the containers are looked at. */
export interface EnvironmentState {
  /** That of `EnvironmentSummary`. */
  readonly id: string;
  readonly projectName: string;
  readonly services: readonly string[];
  readonly files: readonly FilePath[];
  /** The hash that Compose gives each service (`hashCall`), or undefined while it is not known. */
  readonly hashes: ReadonlyMap<string, string> | undefined;
}

/**
 * `running`: containers run and all of them are exactly this environment's. `partly`: some that run are, and others of
 * the project that run are not. `stopped`: its containers exist and none of them runs. `absent`: it has none.
 */
export type Verdict = 'running' | 'partly' | 'stopped' | 'absent';

/** What the containers say of one environment. */
export interface EnvironmentRun {
  readonly id: string;
  readonly verdict: Verdict;
  /** True where the hashes were not known and the containers' labels had to do. */
  readonly assumed: boolean;
  /**
   * Its containers, those in `outdated` among them. A container that is the same in two environments is shown in the one
   * that runs; in both only if both run in part.
   */
  readonly containers: readonly ContainerFacts[];
  /** Its containers whose configuration is no environment's any more: the files were edited since. */
  readonly outdated: readonly ContainerFacts[];
}

export interface Runs {
  /** In the order of the environments, each of which has one. */
  readonly environments: readonly EnvironmentRun[];
  /** Containers of these projects whose service no environment of their project has. */
  readonly orphans: readonly ContainerFacts[];
  /** Containers of these projects' services that cannot be said to belong to one of the environments. */
  readonly unclaimed: readonly ContainerFacts[];
}

/** Judges all environments together, because those of one project share its containers. Other projects' are ignored. */
export function whatRuns(environments: readonly EnvironmentState[], containers: readonly ContainerFacts[]): Runs {
  void containers;
  return {
    environments: environments.map(({ id }) => ({ id, verdict: 'absent', assumed: false, containers: [], outdated: [] })),
    orphans: [],
    unclaimed: [],
  };
}

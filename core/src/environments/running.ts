// Which environment runs, judged from the containers alone. Labels do not tell: a container that did not have to change
// keeps the files of its last re-creation (engine 20.10.24, Compose 2.26.1, C6). What tells is the hash of its
// configuration, which Compose also computes for each environment.

import type { ContainerFacts, FilePath } from '#core/outside.ts';
import { groupBy } from '#core/words/group-by.ts';

/** What is known of an environment before the containers are looked at. */
export interface EnvironmentState {
  /** That of `EnvironmentSummary`. */
  readonly id: string;
  readonly projectName: string;
  readonly services: readonly string[];
  readonly files: readonly FilePath[];
  /** The hash that Compose gives each service (`environmentHashes`), or undefined while it is not known. */
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
  const projects = groupBy(environments, ({ projectName }) => projectName);
  const judged = [...projects].map(([project, own]) => judgeProject(own, containers.filter((container) => container.project === project)));
  const runs = new Map(judged.flatMap((project) => project.environments.map((run) => [run.id, run])));
  return {
    environments: environments.map(({ id }) => runs.get(id) ?? absent(id, true)),
    orphans: judged.flatMap(({ orphans }) => orphans),
    unclaimed: judged.flatMap(({ unclaimed }) => unclaimed),
  };
}

/** An environment and the containers that may be its own. */
interface Candidate {
  readonly state: EnvironmentState;
  /** Those that are exactly as this environment has them, as far as can be said. */
  readonly matching: ReadonlySet<ContainerFacts>;
  /** Those that are as no environment has them, but were last re-created from this one's files. */
  readonly traced: ReadonlySet<ContainerFacts>;
  readonly assumed: boolean;
}

function judgeProject(environments: readonly EnvironmentState[], containers: readonly ContainerFacts[]): Runs {
  const [known, orphans] = partition(containers, ({ service }) => environments.some(({ services }) => services.includes(service)));
  const ranked = rank(environments.map((state) => candidate(state, environments, known)), known);
  const homes = homesOfOutdated(ranked, known);
  const claimed = new Set<ContainerFacts>();
  const runs = ranked.map(({ state, matching, assumed }): EnvironmentRun => {
    const outdated = known.filter((container) => homes.get(container) === state);
    const own = known.filter((container) => matching.has(container) || outdated.includes(container));
    const fresh = own.filter((container) => !claimed.has(container));
    for (const container of fresh) claimed.add(container);
    if (fresh.length === 0) return absent(state.id, assumed);
    if (!fresh.some(isUp)) return { id: state.id, verdict: 'stopped', assumed, containers: fresh, outdated: outdated.filter((one) => fresh.includes(one)) };
    const verdict = known.every((container) => !isUp(container) || matching.has(container)) ? 'running' : 'partly';
    return { id: state.id, verdict, assumed, containers: own, outdated };
  });
  return { environments: runs, orphans, unclaimed: known.filter((container) => !claimed.has(container)) };
}

function candidate(state: EnvironmentState, environments: readonly EnvironmentState[], containers: readonly ContainerFacts[]): Candidate {
  const newest = newestOf(containers);
  const own = containers.filter(({ service }) => state.services.includes(service));
  const guessed = own.filter((container) => state.hashes?.get(container.service) === undefined);
  const matching = own.filter((container) => {
    if (!guessed.includes(container)) return hashMatches(state, container);
    // Whoever was started last has the services that it shares with the others, whatever their labels say. And where
    // nobody else has the service, there is nobody to mistake it for.
    return sameFiles(state, container) || (newest !== undefined && sameFiles(state, newest))
      || environments.every((other) => other === state || !other.services.includes(container.service));
  });
  const traced = own.filter((container) => sameFiles(state, container) && !environments.some((other) => hashMatches(other, container)));
  return {
    state,
    matching: new Set(matching),
    traced: new Set(traced.filter((container) => !matching.includes(container))),
    assumed: state.hashes === undefined || guessed.some((container) => matching.includes(container)),
  };
}

/** The likeliest first: it shows the containers that several could show. */
function rank(candidates: readonly Candidate[], containers: readonly ContainerFacts[]): readonly Candidate[] {
  const newest = newestOf(containers);
  const present = new Set(containers.map(({ service }) => service));
  const points = ({ state, matching, traced }: Candidate): readonly number[] => [
    [...matching].filter(isUp).length,
    matching.size,
    traced.size,
    Number(present.size === state.services.length && state.services.every((service) => present.has(service))),
    Number(newest !== undefined && sameFiles(state, newest)),
  ];
  return [...candidates].sort((one, other) => {
    const [mine, theirs] = [points(one), points(other)];
    const decisive = mine.findIndex((point, index) => point !== theirs[index]);
    return decisive < 0 ? 0 : (theirs[decisive] ?? 0) - (mine[decisive] ?? 0);
  });
}

/** Where each container belongs that is as no environment has it: to what runs besides, or to the files that made it. */
function homesOfOutdated(ranked: readonly Candidate[], containers: readonly ContainerFacts[]): ReadonlyMap<ContainerFacts, EnvironmentState> {
  const [first] = ranked;
  const homes = new Map<ContainerFacts, EnvironmentState>();
  for (const container of containers) {
    if (ranked.some(({ matching }) => matching.has(container))) continue;
    const able = ranked.filter(({ state }) => state.services.includes(container.service));
    const leads = able.find((one) => one === first && (one.matching.size > 0 || one.traced.has(container)));
    const home = leads ?? able.find(({ traced }) => traced.has(container)) ?? (able.length === 1 ? able[0] : undefined);
    if (home !== undefined) homes.set(container, home.state);
  }
  return homes;
}

function hashMatches(state: EnvironmentState, { service, configHash }: ContainerFacts): boolean {
  return configHash !== undefined && state.services.includes(service) && state.hashes?.get(service) === configHash;
}

function sameFiles({ files }: EnvironmentState, { configFiles }: ContainerFacts): boolean {
  return files.length === configFiles.length && files.every((file, index) => file === configFiles[index]);
}

/** A paused container, and one between two tries, hold their ports and their memory: they run. */
export function isUp({ state }: ContainerFacts): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

function newestOf(containers: readonly ContainerFacts[]): ContainerFacts | undefined {
  return containers.reduce<ContainerFacts | undefined>((newest, one) => (newest === undefined || one.created > newest.created ? one : newest), undefined);
}

function absent(id: string, assumed: boolean): EnvironmentRun {
  return { id, verdict: 'absent', assumed, containers: [], outdated: [] };
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

// Puts together what the files say of the environments and what the engine says of the containers. Every
// view and command looks at these pictures. Pure: whoever has the facts hands them in.

import type { Place } from '#core/environments/plan.ts';
import { whatRuns } from '#core/environments/running.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { EnvironmentSummary, Mode } from '#core/protocol.ts';
import { groupBy } from '#core/words/group-by.ts';
import { environmentStatus, type EnvironmentStatus } from '#client/environment-status.ts';

/** One environment with what the engine says of it. */
export interface EnvironmentPicture {
  readonly summary: EnvironmentSummary;
  /** Its own containers; undefined while the engine has not answered. */
  readonly containers: readonly ContainerFacts[] | undefined;
  /** Those whose files were edited since they were made. */
  readonly outdated: readonly ContainerFacts[];
  readonly strays: readonly Stray[];
  readonly status: EnvironmentStatus;
}

/** What a plan has to know of an environment. */
export function placeOf({ summary }: EnvironmentPicture): Place {
  return { environment: summary, project: summary.projectName, services: summary.services.map(({ name }) => name) };
}

/** The services that have a container that is not stopped. */
export function servicesUp({ containers }: EnvironmentPicture): readonly string[] {
  const up = (containers ?? []).filter(({ state }) => state === 'running' || state === 'paused' || state === 'restarting');
  return [...new Set(up.map(({ service }) => service))];
}

/** Containers of the project that are shown beside the services, because no file here explains them. */
export interface Stray {
  readonly kind: 'orphan' | 'unclaimed';
  readonly project: string;
  readonly service: string;
  readonly containers: readonly ContainerFacts[];
}

/** What Compose calls each service's configuration, by environment; absent while it is not known. */
export type Hashes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The environments in the order in which they are shown. `containers` is undefined while the engine has not answered. */
export function pictures(environments: readonly EnvironmentSummary[], containers: readonly ContainerFacts[] | undefined, hashes: Hashes): readonly EnvironmentPicture[] {
  const ordered = [...environments].sort((a, b) => compareEnvironments(a, b));
  if (containers === undefined) {
    return ordered.map((summary) => ({ summary, containers: undefined, outdated: [], strays: [], status: environmentStatus(summary, undefined) }));
  }
  const runs = whatRuns(ordered.map((summary) => ({
    id: summary.id,
    projectName: summary.projectName,
    services: summary.services.map((service) => service.name),
    files: summary.files,
    hashes: hashes.get(summary.id),
  })), containers);
  const drawn = ordered.map((summary): EnvironmentPicture => {
    const run = runs.environments.find(({ id }) => id === summary.id);
    return {
      summary,
      containers: run?.containers ?? [],
      outdated: run?.outdated ?? [],
      strays: [],
      status: environmentStatus(summary, run ?? { verdict: 'absent', containers: [], outdated: [] }),
    };
  });
  const strays = [...grouped('orphan', runs.orphans), ...grouped('unclaimed', runs.unclaimed)];
  return drawn.map((picture) => ({
    ...picture,
    strays: strays.filter((stray) => hostOf(stray.project, drawn) === picture),
  }));
}

/** Whether an environment has something to stop. */
export function isUp(picture: EnvironmentPicture): boolean {
  return picture.status.state === 'running' || picture.status.state === 'partly';
}

/** Dev-like first, prod-like next, the others last, and by place and name within. */
export function compareEnvironments(a: EnvironmentSummary, b: EnvironmentSummary): number {
  return modes.indexOf(a.mode) - modes.indexOf(b.mode) || compare(a.directory, b.directory) || compare(a.name, b.name);
}

/** Strays are shown once: in the environment of their project that runs, else in its first. */
function hostOf(project: string, drawn: readonly EnvironmentPicture[]): EnvironmentPicture | undefined {
  const candidates = drawn.filter(({ summary }) => summary.projectName === project);
  return candidates.find(isUp) ?? candidates[0];
}

function grouped(kind: Stray['kind'], containers: readonly ContainerFacts[]): readonly Stray[] {
  return [...groupBy(containers, ({ project, service }) => `${project}\n${service}`).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ kind, service: first.service, project: first.project, containers: own }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const modes: readonly Mode[] = ['dev', 'prod', 'other'];

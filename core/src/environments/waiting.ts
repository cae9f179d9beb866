// When an environment that was started is ready, and why it is not: a verdict for each service from what the engine says of
// its containers. `docker compose up --wait` cannot be asked: it calls a one-shot job that ended well a failure (Compose
// 2.26.1, C3), and a service without a health check healthy at once. Pure: the time is handed in.

import type { ContainerFacts } from '#core/outside.ts';
import { groupBy } from '#core/words/group-by.ts';

/** What an inspection adds to a container's facts. */
export interface ContainerDetails extends ContainerFacts {
  /** Milliseconds since 1970 by the engine's clock; undefined where it never started. */
  readonly startedAt: number | undefined;
  /** How often the engine has restarted it by itself. */
  readonly restarts: number;
  readonly restartPolicy: string;
  /** In milliseconds; undefined where it has no health check. */
  readonly healthcheck: HealthTiming | undefined;
  /** What its service waits for, as Compose wrote it on the container. */
  readonly dependsOn: readonly Dependency[];
  /** Why the engine could not start it. */
  readonly error: string;
  readonly outOfMemory: boolean;
  readonly lastProbe: { readonly exitCode: number; readonly output: string } | undefined;
}

export interface HealthTiming {
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

export interface Dependency {
  readonly service: string;
  readonly condition: string;
}

/** A container, how it was when it was first looked at, and when that was by our own clock (milliseconds since 1970). */
export interface Watched {
  readonly container: ContainerDetails;
  readonly first: ContainerDetails;
  /** When it was first seen running. */
  readonly began: number;
  /** When it was first seen in this run: a restart begins a new one. */
  readonly runBegan: number;
}

/** What is known of a container after one more look at it. */
export function lookedAt(container: ContainerDetails, before: Watched | undefined, now: number): Watched {
  if (before === undefined) return { container, first: container, began: now, runBegan: now };
  const isNewRun = container.startedAt !== before.container.startedAt;
  const isFirstRun = isNewRun && before.container.startedAt === before.first.startedAt && container.restarts === before.first.restarts;
  return { container, first: before.first, began: isFirstRun ? now : before.began, runBegan: isNewRun ? now : before.runBegan };
}

/**
 * `waiting`: there is nothing to judge yet. `starting`: it runs, and is not ready yet. `ready`: it runs, and is healthy where
 * it can tell. `done`: a job that ended with 0. `failed`: it will not become ready by itself, or not in good time.
 */
export type WaitState = 'waiting' | 'starting' | 'ready' | 'done' | 'failed';

export interface ServiceVerdict {
  readonly service: string;
  readonly state: WaitState;
  /** Why it failed, in words that follow the service's name: "is unhealthy". */
  readonly reason: string | undefined;
  /** What the last probe of its health check wrote, where that explains the reason. */
  readonly evidence: string | undefined;
  /** `late`: it had all the time that it may take. `held-up`: it was never started, most likely because of another service. */
  readonly cause: 'itself' | 'late' | 'held-up' | undefined;
  /** The container that the verdict is about. */
  readonly container: ContainerDetails | undefined;
  /** The services that it waits for. */
  readonly on: readonly string[];
}

export interface Judgement {
  /** Dependencies before those that depend on them. */
  readonly services: readonly ServiceVerdict[];
  /** Whether nothing is left to wait for. */
  readonly settled: boolean;
  /** The first service that failed by itself, in the order of dependency: the others may have failed because of it. */
  readonly failed: ServiceVerdict | undefined;
  /** When the judgement may change though nothing happens, in milliseconds since 1970. */
  readonly again: number | undefined;
}

/** Milliseconds that a container without a health check must have run before it counts as started. */
const settling = 1000;

/** The same for one that has crashed meanwhile: the engine too takes it for well after that (moby, restartmanager). */
const settlingAfterCrash = 10_000;

/** Milliseconds that a container gets at least, however short its health check's own settings are. */
const leastLimit = 60_000;

/** The moment of a judgement. */
export interface Moment {
  /** Milliseconds since 1970 by our own clock. */
  readonly now: number;
  /** True once Compose has made all that it makes: a service without a container then has no replicas. */
  readonly created: boolean;
  /** Milliseconds that each container may take, in place of what its health check tells. */
  readonly limit?: number | undefined;
}

/** Judges the services together: those that are to be ready. */
export function judge(services: readonly string[], watched: readonly Watched[], moment: Moment): Judgement {
  const { created } = moment;
  const own = groupBy(watched.filter(({ container }) => services.includes(container.service)), ({ container }) => container.service);
  const needs = new Map([...own].map(([service, all]) => [service, (all[0]?.container.dependsOn ?? []).filter((one) => services.includes(one.service))]));
  const awaited = new Set([...needs.values()].flat().filter(({ condition }) => condition === 'service_healthy').map(({ service }) => service));
  const looks: number[] = [];
  const verdicts = inOrder(services, needs).flatMap((service): readonly ServiceVerdict[] => {
    const all = own.get(service) ?? [];
    if (all.length === 0 && created) return [];
    const on = (needs.get(service) ?? []).map((one) => one.service);
    const each = all.map((one) => ({ container: one.container, ...judgeContainer(one, awaited.has(service), moment, looks) }));
    const worst = worstFirst.flatMap((state) => each.find((one) => one.state === state) ?? [])[0];
    return [{ service, on, state: worst?.state ?? 'waiting', reason: worst?.reason, evidence: worst?.evidence, cause: worst?.cause, container: worst?.container }];
  });
  const allFailed = verdicts.filter(({ state }) => state === 'failed');
  const failed = allFailed.find(({ cause }) => cause !== 'held-up') ?? allFailed[0];
  return {
    services: verdicts,
    settled: created && verdicts.every(({ state }) => state === 'ready' || state === 'done' || state === 'failed'),
    failed,
    again: looks.length === 0 ? undefined : Math.min(...looks),
  };
}

/**
 * How long a container may take to become ready, from its start: as long as the engine itself needs at most to call it
 * unhealthy (start period, then each try with its pause), and one try more.
 */
export function timeLimitOf({ healthcheck }: Pick<ContainerDetails, 'healthcheck'>): number {
  if (healthcheck === undefined) return leastLimit;
  const { startPeriod, interval, timeout, retries } = healthcheck;
  return Math.max(leastLimit, startPeriod + (retries + 1) * (interval + timeout));
}

/** "db is unhealthy: connection refused". */
export function verdictText({ service, reason, evidence }: Pick<ServiceVerdict, 'service' | 'reason' | 'evidence'>): string {
  return `${service} ${reason ?? 'is not ready'}${evidence === undefined ? '' : `: ${evidence}`}`;
}

/** "2 of 5 ready · starting db, web · waiting cache": for a progress that a person watches. */
export function progressText({ services }: Judgement): string {
  const of = (state: WaitState): readonly string[] => services.filter((one) => one.state === state).map(({ service }) => service);
  const named = (state: WaitState): readonly string[] => (of(state).length === 0 ? [] : [`${state} ${of(state).join(', ')}`]);
  return [`${of('ready').length + of('done').length} of ${services.length} ready`, ...named('starting'), ...named('waiting'), ...named('failed')].join(' · ');
}

interface Judged {
  readonly state: WaitState;
  readonly reason?: string;
  readonly evidence?: string | undefined;
  readonly cause?: ServiceVerdict['cause'];
}

function judgeContainer({ container, first, began, runBegan }: Watched, mustBeHealthy: boolean, { created, now, limit: given }: Moment, looks: number[]): Judged {
  const limit = given ?? timeLimitOf(container);
  const reached = (moment: number): boolean => {
    if (now < moment) looks.push(moment);
    return now >= moment;
  };
  switch (container.state) {
    case 'created':
      if (container.error !== '') return failed(`could not start: ${container.error}`);
      return created ? { ...failed('was not started'), cause: 'held-up' } : { state: 'waiting' };
    case 'removing':
      return { state: 'waiting' };
    case 'paused':
      return failed('is paused: nothing in it runs');
    case 'dead':
      return failed('is dead: the engine could not take it away');
    case 'exited':
      // While Compose is at work, one that had ended before is about to be started again, and one that ran before was stopped to be replaced.
      if (!created && container.startedAt === first.startedAt && (first.state === 'exited' || first.state === 'running')) return { state: 'waiting' };
      if (container.error !== '') return failed(`could not start: ${container.error}`);
      if (container.exitCode === 0) return mustBeHealthy ? failed('ended before it was healthy') : { state: 'done' };
      return failed(exitText(container));
    case 'restarting':
      return reached(began + limit) ? late(`crashes again and again: it ${exitText(container)}`) : { state: 'starting' };
    case 'running': {
      if (container.health === 'healthy') return { state: 'ready' };
      if (container.health === 'unhealthy') return failed('is unhealthy', probeText(container));
      if (container.health === 'starting') {
        return reached(began + limit) ? late(`was not healthy after ${Math.round(limit / 1000)} s`, probeText(container)) : { state: 'starting' };
      }
      const crashed = container.restarts > first.restarts;
      // The engine's clock may be another one than ours: this run began at the latest when it was first seen.
      const since = Math.min(container.startedAt ?? runBegan, runBegan);
      if (reached(crashed ? runBegan + settlingAfterCrash : since + settling)) return { state: 'ready' };
      return crashed && reached(began + limit) ? late('crashes again and again') : { state: 'starting' };
    }
  }
}

function failed(reason: string, evidence?: string): Judged {
  return { state: 'failed', reason, evidence, cause: 'itself' };
}

function late(reason: string, evidence?: string): Judged {
  return { ...failed(reason, evidence), cause: 'late' };
}

function exitText({ exitCode, outOfMemory }: ContainerDetails): string {
  if (outOfMemory) return 'ran out of memory and was killed';
  if (exitCode === 137) return 'was killed (exit code 137)';
  if (exitCode === 127) return 'ended with exit code 127: its command was not found';
  return `ended with exit code ${exitCode ?? 'unknown'}`;
}

/** What the last probe wrote, in one line; nothing where it said nothing. */
function probeText({ lastProbe }: ContainerDetails): string | undefined {
  if (lastProbe === undefined) return undefined;
  const said = lastProbe.output.replaceAll(/\s+/g, ' ').trim();
  if (said === '') return `the last probe ended with exit code ${lastProbe.exitCode} and said nothing`;
  return `the last probe said "${said.length > longestProbe ? `${said.slice(0, longestProbe - 1)}…` : said}"`;
}

const longestProbe = 300;

const worstFirst: readonly WaitState[] = ['failed', 'waiting', 'starting', 'ready', 'done'];

/** Each service after those that it depends on; a cycle, which Compose refuses, is cut where it is met. */
function inOrder(services: readonly string[], needs: ReadonlyMap<string, readonly Dependency[]>): readonly string[] {
  const ordered = new Set<string>();
  const visit = (service: string, path: readonly string[]): void => {
    if (ordered.has(service) || path.includes(service)) return;
    // Compose writes them in any order.
    for (const need of services) if (needs.get(service)?.some((one) => one.service === need) === true) visit(need, [...path, service]);
    ordered.add(service);
  };
  for (const service of services) visit(service, []);
  return [...ordered];
}

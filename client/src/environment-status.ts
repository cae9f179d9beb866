// What the containers of an environment add up to, in the few words that the tree, the status bar and
// the pickers share. It is told which containers belong to the environment and does not find out.

import type { EnvironmentRun } from '#core/environments/running.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { EnvironmentSummary, Mode } from '#core/protocol.ts';
import type { Localize } from '#client/localize.ts';

/** `unknown` means that the engine has not answered. */
export type RunState = 'running' | 'partly' | 'stopped' | 'unknown';

/** How one container, or one service, is doing. `finished` is a job that ended with 0. */
export type Condition = 'healthy' | 'running' | 'starting' | 'unhealthy' | 'restarting' | 'paused' | 'finished' | 'failed' | 'stopped' | 'none';

/** An environment's containers, summed up. */
export interface EnvironmentStatus {
  readonly state: RunState;
  /** Services that do what they should, jobs that ended well among them. */
  readonly healthy: number;
  readonly total: number;
  /** The services that need a person, by name. */
  readonly broken: readonly string[];
}

/**
 * Sums up an environment; `run` is what the engine says of it, and undefined while nobody has asked. One whose files were
 * edited since its start runs as it did.
 */
export function environmentStatus(environment: EnvironmentSummary, run: Pick<EnvironmentRun, 'verdict' | 'containers' | 'outdated'> | undefined): EnvironmentStatus {
  const total = environment.services.length;
  if (run === undefined) return { state: 'unknown', healthy: 0, total, broken: [] };
  const conditions = environment.services.map((service) =>
    [service.name, serviceCondition(run.containers.filter((container) => container.service === service.name))] as const);
  const broken = conditions.filter(([, condition]) => isBroken(condition)).map(([name]) => name);
  if (run.verdict === 'absent' || run.verdict === 'stopped') return { state: 'stopped', healthy: 0, total, broken };
  const present = conditions.filter(([, condition]) => condition !== 'none' && condition !== 'stopped' && condition !== 'failed').length;
  return {
    state: (run.verdict === 'running' || run.outdated.length > 0) && present === total ? 'running' : 'partly',
    healthy: conditions.filter(([, condition]) => isGood(condition)).length,
    total,
    broken,
  };
}

/** The condition of one container. */
export function containerCondition(container: ContainerFacts): Condition {
  switch (container.state) {
    case 'running':
      return container.health === 'none' ? 'running' : container.health;
    case 'paused':
      return 'paused';
    case 'restarting':
      return 'restarting';
    case 'dead':
      return 'failed';
    case 'created':
    case 'removing':
      return 'stopped';
    case 'exited':
      return container.exitCode === 0 ? 'finished' : wasAskedToStop(container.exitCode) ? 'stopped' : 'failed';
  }
}

/** The condition of a service is the worst one among its containers. */
export function serviceCondition(containers: readonly ContainerFacts[]): Condition {
  const conditions = new Set(containers.map(containerCondition));
  return worstFirst.find((condition) => conditions.has(condition)) ?? 'none';
}

/** A condition in a person's words. */
export function conditionText(condition: Condition, l10n: Localize, exitCode?: number): string {
  switch (condition) {
    case 'healthy': return l10n.t('healthy');
    case 'running': return l10n.t('running');
    case 'starting': return l10n.t('starting');
    case 'unhealthy': return l10n.t('unhealthy');
    case 'restarting': return l10n.t('restarting');
    case 'paused': return l10n.t('paused');
    case 'finished': return l10n.t('finished');
    case 'failed': return exitCode === undefined ? l10n.t('failed') : l10n.t('failed with exit code {0}', exitCode);
    case 'stopped': return l10n.t('stopped');
    case 'none': return l10n.t('not running');
  }
}

/** An environment's status in a person's words: "running · 5/6 healthy". */
export function statusText(status: EnvironmentStatus, l10n: Localize): string {
  switch (status.state) {
    case 'unknown': return '';
    case 'stopped': return l10n.t('stopped');
    case 'partly': return l10n.t('partly running · {0}/{1} healthy', status.healthy, status.total);
    case 'running': return l10n.t('running · {0}/{1} healthy', status.healthy, status.total);
  }
}

/** The icon of a mode, the same in the status bar and the pickers. */
export function modeIcon(mode: Mode): string {
  switch (mode) {
    case 'dev': return 'tools';
    case 'prod': return 'rocket';
    case 'other': return 'layers';
  }
}

/** A mode in a person's words, and nothing where the name told none. */
export function modeText(mode: Mode, l10n: Localize): string {
  switch (mode) {
    case 'dev': return l10n.t('dev mode');
    case 'prod': return l10n.t('prod mode');
    case 'other': return '';
  }
}

/** Whether a condition is what its owner wants. */
export function isGood(condition: Condition): boolean {
  return condition === 'healthy' || condition === 'running' || condition === 'finished';
}

/** Whether a condition needs a person. */
export function isBroken(condition: Condition): boolean {
  return condition === 'unhealthy' || condition === 'failed' || condition === 'restarting';
}

/** Exit codes of SIGINT, SIGKILL and SIGTERM: what `docker stop` leaves behind. */
function wasAskedToStop(exitCode: number | undefined): boolean {
  return exitCode === undefined || exitCode === 130 || exitCode === 137 || exitCode === 143;
}

const worstFirst: readonly Condition[] = ['unhealthy', 'failed', 'restarting', 'paused', 'starting', 'stopped', 'running', 'healthy', 'finished'];

// How an environment is: one verdict for each service from its containers and what its endpoint answered, and the smoke
// tests. Pure: whoever asked hands the answers in.

import type { Project, Service } from '#core/compose/model.ts';
import { judge, lookedAt, type ContainerDetails } from '#core/environments/waiting.ts';
import type { CheckResult } from '#core/health/probe.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { get, textOf } from '#core/yaml/node.ts';

/** One service. */
export interface ServiceHealth {
  readonly name: string;
  /** Of its container; of the worst one where it has several; `none` without one. */
  readonly state: ContainerFacts['state'] | 'none';
  readonly health: ContainerFacts['health'];
  readonly ok: boolean;
  /** Where its endpoint was asked. */
  readonly endpoint?: string;
  /** Why it is not as it should be, or what its endpoint answered. */
  readonly detail?: string;
}

export interface HealthReport {
  readonly environment: string;
  readonly services: readonly ServiceHealth[];
  readonly passed: number;
  readonly total: number;
  /** One for each service, and one for each smoke test that was run. */
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** The services that an environment is to run: active, and not scaled to none. */
export function expectedServices({ services }: Pick<Project, 'services'>): readonly Service[] {
  return [...services.values()].filter(({ active, node }) => (
    active && textOf(get(node, 'scale'))?.value !== '0' && textOf(get(get(node, 'deploy'), 'replicas'))?.value !== '0'
  ));
}

/** Whether a service's endpoint can be asked: something of it runs and is not paused. */
export function canBeAsked(service: string, containers: readonly ContainerFacts[]): boolean {
  return containers.some((container) => container.service === service && container.state === 'running');
}

/** Judges a service. `now` is in milliseconds since 1970. */
export function serviceHealth(service: Service, project: Pick<Project, 'services'>, all: readonly ContainerDetails[], results: readonly CheckResult[], now: number): ServiceHealth {
  const { name } = service;
  const containers = all.filter((container) => container.service === name);
  const [verdict] = judge([name], containers.map((container) => lookedAt(container, undefined, now)), { now, created: true }).services;
  const { container } = verdict ?? {};
  if (verdict === undefined || container === undefined) return { name, state: 'none', health: 'none', ok: false, detail: 'has no container' };
  const { state, health } = container;
  const failed = results.filter(({ ok }) => ok === false);
  const endpoint = (failed[0] ?? results[0])?.url;
  const isUp = verdict.state === 'ready' || (verdict.state === 'done' && isJob(service, project, container));
  const details = [
    ...(isUp ? [] : [whyNot(verdict.state, verdict.reason, verdict.evidence)]),
    ...(failed.length > 0 ? failed : results).map(({ detail }) => detail),
  ];
  return {
    name, state, health, ok: isUp && failed.length === 0,
    ...(endpoint === undefined ? {} : { endpoint }), ...(details.length === 0 ? {} : { detail: details.join(' · ') }),
  };
}

/** Puts the report together. */
export function healthReport(environment: string, services: readonly ServiceHealth[], smoke: readonly CheckResult[]): HealthReport {
  const checks = [
    ...services.map((service) => ({ name: service.name, ok: service.ok, detail: service.detail ?? stateText(service) })),
    ...smoke.map(({ name, ok, detail }) => ({ name, ok: ok === true, detail })),
  ];
  return { environment, services, passed: checks.filter(({ ok }) => ok).length, total: checks.length, checks };
}

/** "running, healthy". */
export function stateText({ state, health }: Pick<ServiceHealth, 'state' | 'health'>): string {
  if (state === 'none') return 'not running';
  return health === 'none' ? state : `${state}, ${health}`;
}

/**
 * Whether a service that ended with 0 was to end: others wait for its end, or nothing about it says that it serves.
 * A server that was stopped ends with 0 too.
 */
function isJob({ name, ports }: Service, { services }: Pick<Project, 'services'>, { restartPolicy, healthcheck }: ContainerDetails): boolean {
  const isAwaited = [...services.values()].some(({ references }) => references.some((one) => one.service.value === name && one.condition?.value === 'service_completed_successfully'));
  return isAwaited || (ports.length === 0 && healthcheck === undefined && (restartPolicy === 'no' || restartPolicy === 'on-failure'));
}

function whyNot(state: string, reason: string | undefined, evidence: string | undefined): string {
  if (state === 'starting') return 'is not ready yet';
  if (state === 'done') return 'ended with exit code 0: it does not run';
  // That it is unhealthy stands beside it.
  if (evidence !== undefined) return reason === 'is unhealthy' ? evidence : `${reason ?? 'is not ready'}: ${evidence}`;
  return reason ?? 'does not run';
}

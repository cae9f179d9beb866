// Asks how an environment is: the engine for its containers, its endpoints for an answer, all at the same time. What the
// answers mean is core's to say.

import type { Project } from '#core/compose/model.ts';
import type { ContainerDetails } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import { addressOf } from '#core/health/address.ts';
import { inferredCheck } from '#core/health/inferred-check.ts';
import { canBeAsked, expectedServices, healthReport, serviceHealth, type HealthReport } from '#core/health/report.ts';
import type { Check, CheckResult } from '#core/health/probe.ts';
import { neverCancelled, type ContainerFacts, type FileSystem } from '#core/outside.ts';
import { configuredChecks } from '#core/project/configured-checks.ts';
import { environmentKey } from '#core/project/discover.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { whichRun } from '#host/compose/which-run.ts';
import type { Engine } from '#host/engine/engine.ts';
import { runCheck, type CheckWorld } from '#host/health/run-check.ts';

export interface HealthQuestion {
  readonly project: Project;
  /** All environments of its folder, itself among them: containers of one project may be another environment's. */
  readonly beside: readonly Project[];
  readonly files: FileSystem;
  readonly parsed: ParsedFiles;
  readonly engine: Engine;
  /** Whether the smoke tests are run too. */
  readonly smoke?: boolean;
  /** Whether each check is made once only. */
  readonly quick?: boolean;
  /** Variables that count more than those of env files: those of the shell, as for Compose. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** A copy of the project, which is asked in its place. */
  readonly copy?: { readonly containers: readonly ContainerFacts[]; readonly moved: (check: Check) => Check } | undefined;
}

/** Checks that are made at the same time. */
const atOnce = 32;

/** Milliseconds for an inspection; the engine keeps it waiting while a container's archive is read (A8). */
const inspectionLimit = 1500;

/**
 * Asks, and changes nothing but what the smoke tests change.
 * @throws Failure where the engine does not answer.
 * @throws the signal's reason when cancelled.
 */
export async function askHealth(question: HealthQuestion): Promise<HealthReport> {
  const { project, engine, files, parsed, signal, copy } = question;
  const given = Object.entries(question.variables ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const [runs, configured] = await Promise.all([
    copy === undefined ? whichRun(question.beside, engine, signal) : undefined,
    configuredChecks({ environment: project.environment, variables: new Map([...project.variables, ...given]) }, files, parsed, signal ?? neverCancelled),
  ]);
  const services = expectedServices(project);
  const run = runs?.environments.find(({ id }) => id === environmentKey(project.environment));
  const containers = (copy?.containers ?? run?.containers ?? []).filter(({ service }) => services.some(({ name }) => name === service));
  const connection = (await engine.endpoint()).connection;
  const world: CheckWorld = { engine, containers, signal, quick: question.quick === true, engineHost: 'host' in connection ? connection.host : '127.0.0.1' };

  const checks = services.filter(({ name }) => canBeAsked(name, containers)).flatMap((service): readonly Check[] => {
    const own = configured.health.get(service.name);
    if (own !== undefined) return own;
    const check = inferredCheck(service);
    // What is not published can only be asked inside, and there its health check asks.
    return check === undefined || check.probe.kind === 'exec' || 'why' in addressOf(check.probe.target, containers, world.engineHost) ? [] : [check];
  });
  const [details, results, smoke] = await Promise.all([
    Promise.all(containers.map((container) => detailsOf(container, engine, signal))),
    runAll(copy === undefined ? checks : checks.map(copy.moved), world),
    runAll(question.smoke !== true ? [] : copy === undefined ? configured.smoke : configured.smoke.map(copy.moved), world),
  ]);
  const now = Date.now();
  const verdicts = services.map((service) => serviceHealth(service, project, details, results.filter(({ name }) => name === service.name), now));
  return healthReport(project.environment.name, verdicts, [...configured.problems.map(({ message }) => ({ name: 'composure.yaml', ok: false, detail: message })), ...smoke]);
}

/** A healthy container needs no inspection; one that cannot be inspected in good time is judged by what the list says of it. */
async function detailsOf(container: ContainerFacts, engine: Engine, signal: AbortSignal | undefined): Promise<ContainerDetails> {
  const listed: ContainerDetails = { ...container, startedAt: 0, restarts: 0, restartPolicy: 'no', healthcheck: undefined, dependsOn: [], error: '', outOfMemory: false, lastProbe: undefined };
  if (container.health === 'healthy') return listed;
  const limit = AbortSignal.timeout(inspectionLimit);
  try {
    const details = await engine.details(container.id, signal === undefined ? limit : AbortSignal.any([signal, limit]));
    if (details !== undefined) return details;
  } catch (error) {
    signal?.throwIfAborted();
    if (!limit.aborted && !(error instanceof Failure && error.kind === 'timed-out')) throw error;
  }
  return listed;
}

/** All of them, in their order; so many at the same time. */
async function runAll(checks: readonly Check[], world: CheckWorld): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const queue = [...checks.entries()];
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await runCheck(next[1], world);
  }));
  return results;
}

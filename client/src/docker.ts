// The way to Docker: the engine, the compose command and what is read through them. Loaded when somebody connects.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { missingFolders } from '#core/environments/data-folders.ts';
import type { Plan } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import type { ContainerEvidence } from '#core/health/evidence.ts';
import type { EngineFacts } from '#core/outside.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { listInterrupted, type InterruptedOperation } from '#host/backup/interrupted.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentHashes } from '#host/compose/container-hashes.ts';
import { runPlan, type PlanOutcome, type RunPlanOptions } from '#host/compose/run-plan.ts';
import { environmentFor } from '#host/engine/endpoint.ts';
import { Engine } from '#host/engine/engine.ts';
import { askEvidence } from '#host/engine/evidence.ts';
import { askFacts } from '#host/engine/facts.ts';
import { keepWell, type Recovery, type RecoveryListener, type RecoveryOptions } from '#host/engine/recover.ts';
import { followStirrings } from '#host/engine/stirrings.ts';
import { watchContainers, type Watch, type WatchListener } from '#host/engine/watch.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { makeFolders } from '#host/node/make-folders.ts';
import { watchLosses, type VolumeLoss } from '#host/storage/watch-losses.ts';

/** One engine for as long as the connection lives, whatever context is chosen meanwhile. */
export interface Docker {
  readonly engine: Engine;
  /** @throws Failure `docker-missing`, or `compose-missing` also where Compose is too old. */
  checkCompose(signal: AbortSignal): Promise<void>;
  hashes(environment: EnvironmentSummary, signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** What live rules go by. */
  facts(signal: AbortSignal): Promise<EngineFacts>;
  /** Tells of what may change them; resolves when the connection ends. */
  followFacts(changed: () => void, signal: AbortSignal): Promise<void>;
  fingerprint(environment: EnvironmentSummary): Promise<string>;
  watch(listener: WatchListener): Watch;
  /** Tells of volumes that go away by another hand; resolves when the connection ends. */
  followLosses(lost: (loss: VolumeLoss) => void, signal: AbortSignal): Promise<void>;
  /** Operations on data that a kill has interrupted: one look into a folder that is empty most of the time. */
  interrupted(): Promise<readonly InterruptedOperation[]>;
  /** Why a container is as it is; undefined where it is gone. */
  evidence(container: string, signal: AbortSignal): Promise<ContainerEvidence | undefined>;
  /** Restarts what is unhealthy, until it is disposed of. */
  keepWell(listener: RecoveryListener, options: RecoveryOptions): Recovery;
  /** Makes the folders that the engine would make as root's, where it shares this disk. @throws Failure where one cannot be made. */
  makeFolders(environment: EnvironmentSummary): Promise<void>;
  run(plan: Plan, options: RunPlanOptions): Promise<PlanOutcome>;
  /** The variables that make the docker command talk to this engine, for a terminal; null for one that must not be set. */
  variables(): Promise<Readonly<Record<string, string | null>>>;
  dispose(): void;
}

/** Where the lines go that tell of the compose calls. */
export interface DockerLog {
  /** Calls that somebody asked for. */
  info(line: string): void;
  /** Calls that only look. */
  debug(line: string): void;
}

/** The first question opens the connection. `command` is a name or path of the docker command. */
export function connectDocker(command: string, log: DockerLog): Docker {
  const engine = new Engine();

  /** Compose must talk to the very engine that is watched; where none is found it says so in its own words. */
  async function cli(level: keyof DockerLog): Promise<ComposeCli> {
    const environment = await engine.endpoint().then((endpoint) => environmentFor(endpoint), onFailure(process.env));
    return new ComposeCli({ command: [command, 'compose'], log: (line) => log[level](line), environment });
  }

  return {
    engine,
    async checkCompose(signal) {
      const version = await (await cli('debug')).version(signal).catch((error: unknown) => { throw notStarted(error); });
      if (isOlder(version, oldestCompose)) throw new Failure('compose-missing', `Docker Compose ${version} is older than ${oldestCompose.join('.')}`);
    },
    async hashes(environment, signal) {
      return environmentHashes(environment, await engine.containersOf(environment.projectName, signal), await cli('debug'), signal);
    },
    facts: (signal) => askFacts(engine, signal),
    followFacts: (changed, signal) => followStirrings(engine, changed, signal),
    async fingerprint(environment) {
      const files = [...environment.files, ...environment.envFiles, `${environment.directory}/.env`];
      const hash = createHash('sha256').update(JSON.stringify([environment.directory, environment.projectName, environment.profiles, files]));
      for (const file of files) hash.update(await readFile(file).catch((error: NodeJS.ErrnoException) => `\0${error.code}`));
      return hash.digest('hex');
    },
    watch: (listener) => watchContainers(engine, listener),
    followLosses: (lost, signal) => watchLosses(engine, lost, signal),
    interrupted: () => listInterrupted(),
    evidence: (container, signal) => askEvidence(engine, container, signal),
    keepWell: (listener, options) => keepWell(engine, listener, options),
    async makeFolders({ directory, services }) {
      if ((await engine.endpoint()).connection.kind !== 'unix') return;
      const folders = await missingFolders(directory, services.flatMap(({ mounts }) => mounts), nodeFileSystem());
      for (const folder of folders) log.info(`Making the folder ${folder}`);
      await makeFolders(folders);
    },
    async run(plan, options) {
      return runPlan(plan, { cli: await cli('info'), engine }, options);
    },
    async variables() {
      const endpoint = await engine.endpoint().catch(onFailure(undefined));
      if (endpoint === undefined) return {};
      const { DOCKER_HOST = null, DOCKER_CONTEXT = null } = environmentFor(endpoint, {});
      return { DOCKER_HOST, DOCKER_CONTEXT };
    },
    dispose: () => engine.dispose(),
  };
}

/** A command of another name that cannot be started, from the setting, is a docker that is missing all the same. */
function notStarted(error: unknown): unknown {
  if (!(error instanceof Failure) || error.kind !== 'command-failed' || error.exitCode !== undefined) return error;
  return new Failure('docker-missing', error.message, { cause: error });
}

function onFailure<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Failure) return instead;
    throw error;
  };
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const index = than.findIndex((wanted, at) => (parts[at] ?? 0) !== wanted);
  const [found, wanted] = [parts[index] ?? 0, than[index] ?? 0];
  return index >= 0 && Number.isFinite(found) && found < wanted;
}

const oldestCompose = [2, 20];

// Asks the Docker engine about the containers of Compose projects. It reads and never changes; what the answers mean for
// an environment is core's to say.

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';
import type { ContainerDetails } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { ListedContainer } from '#host/engine/container-facts.ts';
import { belongs, detailsOfInspected, factsOfInspected, factsOfListed, orderContainers, projectLabel } from '#host/engine/container-facts.ts';
import type { Endpoint } from '#host/engine/endpoint.ts';
import { resolveEndpoint } from '#host/engine/endpoint.ts';
import { engineFailure } from '#host/engine/engine-failure.ts';
import type { EngineEvent } from '#host/engine/events.ts';
import { readEvents, watchedActions } from '#host/engine/events.ts';
import { SshAgent } from '#host/engine/ssh-agent.ts';

export interface EngineOptions {
  /** Where the engine listens. Found by `resolveEndpoint` if left out: anew for each question until one was answered. */
  readonly endpoint?: Endpoint | undefined;
  /** Milliseconds that the engine has to answer a question, 10 000 if left out. */
  readonly timeLimit?: number | undefined;
}

/** What an engine has, as it says it. */
export interface Inventory {
  readonly info: object;
  readonly running: readonly Pick<ListedContainer, 'Names' | 'Labels' | 'Ports'>[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** `name:tag`. */
  readonly images: readonly string[];
}

interface Connection {
  readonly endpoint: Endpoint;
  readonly docker: Dockerode;
  readonly agent: HttpAgent;
}

const defaultTimeLimit = 10_000;

/**
 * Milliseconds that an inspection may take where the list can answer as well: the engine keeps it waiting while the
 * container's archive is read (A8), or while a health probe hangs in a container that is being paused.
 */
const patience = 500;

/** How many containers are inspected at once. */
const inspectedAtOnce = 8;

/** A connection to one engine. Nothing is loaded or opened before the first question. */
export class Engine {
  readonly #given: Endpoint | undefined;
  readonly #timeLimit: number;
  readonly #disposed = new AbortController();
  #connection: Connection | undefined;
  #answered = false;

  constructor(options: EngineOptions = {}) {
    this.#given = options.endpoint;
    this.#timeLimit = options.timeLimit ?? defaultTimeLimit;
  }

  /**
   * Where this engine listens. Once it has answered a question this stays, even if the user changes the context.
   * @throws Failure `engine-unreachable` as `resolveEndpoint` does.
   */
  async endpoint(): Promise<Endpoint> {
    if (this.#given !== undefined) return this.#given;
    return this.#answered && this.#connection !== undefined ? this.#connection.endpoint : resolveEndpoint();
  }

  /**
   * Whether the engine answers.
   * @throws Failure `docker-missing`, `engine-unreachable`, `permission-denied`, `timed-out`, as every question does.
   * @throws the signal's reason when cancelled.
   */
  async ping(signal?: AbortSignal): Promise<void> {
    await this.#ask((docker, abortSignal) => cancellable(docker).ping({ abortSignal }), signal);
  }

  /** The engine's own id, which tells two engines apart. */
  async id(signal?: AbortSignal): Promise<string> {
    const info = await this.#ask((docker, abortSignal) => cancellable(docker).info({ abortSignal }), signal);
    return String(typeof info === 'object' && info !== null ? Reflect.get(info, 'ID') : '');
  }

  /**
   * What the engine says of itself, its networks and volumes, and its running containers, whoever made them: as it answers,
   * to be read by `askFacts`.
   */
  async inventory(signal?: AbortSignal): Promise<Inventory> {
    const [info, running, networks, { Volumes: volumes }, images] = await Promise.all([
      this.#ask((docker, abortSignal) => cancellable(docker).info({ abortSignal }), signal),
      this.#ask((docker, abortSignal) => docker.listContainers({ abortSignal }), signal),
      this.#ask((docker, abortSignal) => docker.listNetworks({ abortSignal }), signal),
      this.#ask((docker, abortSignal) => docker.listVolumes({ abortSignal }), signal),
      this.#ask((docker, abortSignal) => docker.listImages({ abortSignal }), signal),
    ]);
    if (typeof info !== 'object' || info === null || ![running, networks, images].every((each) => Array.isArray(each))) {
      throw new Failure('engine-unreachable', 'what answered instead of the engine told nothing of itself');
    }
    return { info, running, networks: networks.map(({ Name }) => Name), volumes: (volumes ?? []).map(({ Name }) => Name), images: images.flatMap(({ RepoTags }) => RepoTags ?? []) };
  }

  /** All containers of Compose projects, running or not, ordered by project, service and number; one-off ones left out. */
  containers(signal?: AbortSignal): Promise<ContainerFacts[]> {
    return this.#list({ label: [projectLabel] }, signal);
  }

  /** Those of one project. */
  containersOf(project: string, signal?: AbortSignal): Promise<ContainerFacts[]> {
    return this.#list({ label: [`${projectLabel}=${project}`] }, signal);
  }

  /** One container, or undefined where it is gone or belongs to no project. */
  async container(id: string, signal?: AbortSignal): Promise<ContainerFacts | undefined> {
    try {
      return await this.#inspect(id, signal, Math.min(patience, this.#timeLimit));
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'timed-out') throw error;
      // The list is answered from a copy, without the lock that an inspection waits for.
      const [facts] = await this.#list({ id: [id] }, signal);
      return facts;
    }
  }

  /** One container with what tells when it is ready, or undefined where it is gone or belongs to no project. */
  async details(id: string, signal?: AbortSignal): Promise<ContainerDetails | undefined> {
    const inspected = await this.#inspected(id, signal);
    return inspected && detailsOfInspected(inspected);
  }

  /**
   * What happens to projects' containers from now on. Resolves when the engine has begun to answer, so that nothing that
   * happens afterwards is missed; the iteration ends when the engine closes the stream, and throws a Failure where the
   * connection breaks and the signal's reason when cancelled.
   */
  async events(signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
    const filters = { type: ['container' as const], label: [projectLabel], event: [...watchedActions] };
    // The stream outlives the time limit of the answer's beginning, so it has a signal of its own.
    const life = AbortSignal.any([signal, this.#disposed.signal]);
    const stream = await this.#ask((docker) => docker.getEvents({ filters, abortSignal: life }), signal);
    return this.#follow(stream as Readable, life);
  }

  /**
   * A question of another file of this folder: within the time limit, cancellable, failing as every question does. The
   * signal that it is given ends with the answer; a stream that lives on needs one of its own.
   */
  ask<Answer>(question: (docker: Dockerode, abortSignal: AbortSignal) => Promise<Answer>, signal?: AbortSignal, timeLimit?: number): Promise<Answer> {
    return this.#ask(question, signal, timeLimit);
  }

  /** Closes what is open. Questions that wait for an answer, and those after it, fail. */
  dispose(): void {
    this.#disposed.abort(new Failure('engine-unreachable', 'the connection to the engine was closed'));
    this.#connection?.agent.destroy();
  }

  async *#follow(stream: Readable, life: AbortSignal): AsyncGenerator<EngineEvent> {
    const stop = (): void => { stream.destroy(); };
    life.addEventListener('abort', stop, { once: true });
    try {
      yield* readEvents(stream);
    } catch (error) {
      life.throwIfAborted();
      throw await engineFailure(error, await this.endpoint());
    } finally {
      life.removeEventListener('abort', stop);
      stream.destroy();
    }
    life.throwIfAborted();
  }

  async #list(filters: Readonly<Record<string, readonly string[]>>, signal: AbortSignal | undefined): Promise<ContainerFacts[]> {
    const answer: unknown = await this.#ask((docker, abortSignal) => (
      docker.listContainers({ all: true, filters: JSON.stringify(filters), abortSignal })
    ), signal);
    if (!Array.isArray(answer)) throw new Failure('engine-unreachable', 'what answered instead of the engine sent no list of containers');
    const listed = (answer as readonly ListedContainer[]).filter((container) => belongs(container.Labels));
    const facts: ContainerFacts[] = [];
    const untold: string[] = [];
    for (const container of listed) {
      const told = factsOfListed(container);
      if (told === undefined) untold.push(container.Id);
      else facts.push(told);
    }
    for (let start = 0; start < untold.length; start += inspectedAtOnce) {
      const batch = untold.slice(start, start + inspectedAtOnce);
      const inspected = await Promise.all(batch.map((id) => this.#inspect(id, signal)));
      facts.push(...inspected.filter((one) => one !== undefined));
    }
    return orderContainers(facts);
  }

  async #inspect(id: string, signal: AbortSignal | undefined, timeLimit?: number): Promise<ContainerFacts | undefined> {
    const inspected = await this.#inspected(id, signal, timeLimit);
    return inspected && factsOfInspected(inspected);
  }

  async #inspected(id: string, signal: AbortSignal | undefined, timeLimit?: number): Promise<Dockerode.ContainerInspectInfo | undefined> {
    const inspected = await this.#ask(async (docker, abortSignal) => {
      try {
        return await docker.getContainer(id).inspect({ abortSignal });
      } catch (error) {
        if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
        throw error;
      }
    }, signal, timeLimit);
    return inspected === undefined || !belongs(inspected.Config.Labels) ? undefined : inspected;
  }

  /** One question: within the time limit, cancellable at any point of the answer, and failing with a Failure. */
  async #ask<Answer>(
    question: (docker: Dockerode, abortSignal: AbortSignal) => Promise<Answer>,
    signal: AbortSignal | undefined,
    timeLimit: number = this.#timeLimit,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    this.#disposed.signal.throwIfAborted();
    const { docker, endpoint } = await this.#connect();
    const life = new AbortController();
    const sources = [this.#disposed.signal, ...(signal === undefined ? [] : [signal])];
    const timer = setTimeout(() => life.abort(new Failure('timed-out', `the engine at ${endpoint.address} did not answer within ${timeLimit / 1000} s`)), timeLimit);
    const release = forwardAbort(sources, life);
    try {
      // docker-modem never settles when an answer breaks off half-way, so the signal is waited for as well.
      const answer = await Promise.race([question(docker, life.signal), aborted(life.signal)]);
      this.#answered = true;
      return answer;
    } catch (error) {
      life.signal.throwIfAborted();
      throw await engineFailure(error, endpoint);
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  async #connect(): Promise<Connection> {
    const endpoint = await this.endpoint();
    const current = this.#connection;
    if (current !== undefined && JSON.stringify(current.endpoint) === JSON.stringify(endpoint)) return current;
    const { default: Docker } = await import('dockerode');
    this.#disposed.signal.throwIfAborted();
    current?.agent.destroy();
    const agent = withoutInspection(agentFor(endpoint));
    this.#connection = { endpoint, agent, docker: withoutDockerHost(() => new Docker(dockerOptions(endpoint, agent))) };
    return this.#connection;
  }
}

function agentFor({ address, connection }: Endpoint): HttpAgent {
  if (connection.kind === 'ssh') return new SshAgent(connection, address);
  if (connection.kind === 'unix' || connection.tls === undefined) return new HttpAgent({ keepAlive: true });
  const { ca, cert, key, verify } = connection.tls;
  return new HttpsAgent({ keepAlive: true, rejectUnauthorized: verify, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) });
}

/**
 * docker-modem writes each request out for its debug log, also where nobody reads that, and with it all sockets of the
 * agent: with 50 streams open this took half a CPU.
 */
function withoutInspection(agent: HttpAgent): HttpAgent {
  return Object.assign(agent, { [inspect.custom]: () => 'agent' });
}

/**
 * docker-modem reads DOCKER_HOST while it is made, and the files in DOCKER_CERT_PATH, and throws where one of them is missing:
 * also where it is told everything, and where no certificate of the user's own is needed.
 */
function withoutDockerHost<T>(make: () => T): T {
  const { DOCKER_HOST } = process.env;
  delete process.env['DOCKER_HOST'];
  try {
    return make();
  } finally {
    if (DOCKER_HOST !== undefined) process.env['DOCKER_HOST'] = DOCKER_HOST;
  }
}

/** docker-modem fills in what is left out from DOCKER_HOST and DOCKER_CERT_PATH, so nothing is left out. */
function dockerOptions({ connection }: Endpoint, agent: HttpAgent): Dockerode.DockerOptions {
  const own = { agent, timeout: undefined, ca: undefined, cert: undefined, key: undefined, pathPrefix: '/' };
  const options = connection.kind === 'unix'
    ? { ...own, host: undefined, port: undefined, protocol: 'http', socketPath: connection.socketPath }
    // The agent alone knows the way, and docker-modem would look for one of its own for the protocol `ssh`.
    : connection.kind === 'ssh' ? { ...own, host: 'docker', port: 80, protocol: 'http', socketPath: undefined }
    : { ...own, host: connection.host, port: connection.port, protocol: connection.tls === undefined ? 'http' : 'https', socketPath: undefined };
  return options as unknown as Dockerode.DockerOptions;
}

/** dockerode takes the option with every question; its types do not know of it with these two. */
function cancellable(docker: Dockerode): Record<'ping' | 'info', (options: { abortSignal: AbortSignal }) => Promise<unknown>> {
  return docker;
}

/** Unlike `AbortSignal.any` this leaves nothing on signals that outlive the question by hours. */
function forwardAbort(sources: readonly AbortSignal[], target: AbortController): () => void {
  const links = sources.map((source) => ({ source, forward: (): void => target.abort(source.reason) }));
  for (const { source, forward } of links) {
    if (source.aborted) forward();
    else source.addEventListener('abort', forward, { once: true });
  }
  return () => {
    for (const { source, forward } of links) source.removeEventListener('abort', forward);
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

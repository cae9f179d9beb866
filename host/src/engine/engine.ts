// Asks the Docker engine about the containers of Compose projects. It reads and never changes; what the answers mean for
// an environment is core's to say.

import type { ContainerFacts } from '#core/outside.ts';
import type { Endpoint } from '#host/engine/endpoint.ts';

/** One line of the engine's event stream, as far as it concerns a project's container. */
export interface EngineEvent {
  /** `start`, `die`, `health_status: healthy`, … */
  readonly action: string;
  readonly containerId: string;
  readonly project: string;
  /** Nanoseconds since 1970, as the engine counts. */
  readonly time: bigint;
}

/** A connection to one engine. Nothing is loaded or opened before the first question. */
export class Engine {
  /** @param endpoint where the engine listens; found by `resolveEndpoint` at the first question if left out. */
  constructor(endpoint?: Endpoint) {
    void endpoint;
  }

  /**
   * Where this engine listens. The first answer stays, even if the user changes the context meanwhile.
   * @throws Failure `engine-unreachable`.
   */
  endpoint(): Promise<Endpoint> {
    return Promise.reject(new Error('not built yet'));
  }

  /**
   * Whether the engine answers.
   * @throws Failure `docker-missing`, `engine-unreachable`, `permission-denied`, as every question does.
   */
  ping(signal?: AbortSignal): Promise<void> {
    return Promise.reject(new Error(`not built yet ${String(signal)}`));
  }

  /** The engine's own id, which tells two engines apart. */
  id(signal?: AbortSignal): Promise<string> {
    return Promise.reject(new Error(`not built yet ${String(signal)}`));
  }

  /** All containers of Compose projects, running or not, ordered by project, service and number; one-off ones left out. */
  containers(signal?: AbortSignal): Promise<ContainerFacts[]> {
    return Promise.reject(new Error(`not built yet ${String(signal)}`));
  }

  /** Those of one project. */
  containersOf(project: string, signal?: AbortSignal): Promise<ContainerFacts[]> {
    return Promise.reject(new Error(`not built yet ${project} ${String(signal)}`));
  }

  /** One container, or undefined where it is gone or belongs to no project. */
  container(id: string, signal?: AbortSignal): Promise<ContainerFacts | undefined> {
    return Promise.reject(new Error(`not built yet ${id} ${String(signal)}`));
  }

  /**
   * What happens to projects' containers from now on. Resolves when the engine has begun to answer, so nothing that
   * happens afterwards is missed; the iteration ends when the engine closes the stream and throws where it breaks.
   */
  events(signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
    return Promise.reject(new Error(`not built yet ${String(signal)}`));
  }

  /** Closes what is open. Questions after it fail. */
  dispose(): void {
    // Nothing is open yet.
  }
}

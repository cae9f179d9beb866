// Finds out which engine is meant, as the docker command does: the environment, then the current context, then a socket.

/** Where an engine listens, and who said so. */
export interface Endpoint {
  /** For people: `unix:///var/run/docker.sock`, `tcp://build-host:2376`. */
  readonly address: string;
  /** The context's name, `default` where none was chosen. */
  readonly context: string;
  readonly connection: UnixConnection | TcpConnection;
}

export interface UnixConnection {
  readonly kind: 'unix';
  /** The socket, or the named pipe on Windows. */
  readonly socketPath: string;
}

export interface TcpConnection {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined; readonly verify: boolean } | undefined;
}

export interface EndpointSources {
  /** That of this process if left out. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly homeDirectory?: string;
  readonly platform?: NodeJS.Platform;
}

/**
 * The engine that is meant: DOCKER_HOST, then DOCKER_CONTEXT, then the current context of `~/.docker/config.json`, then
 * the first socket that exists of the system's, the rootless one and Docker Desktop's.
 * @throws Failure `engine-unreachable` for a context that does not exist and for ssh, which is not supported yet.
 */
export function resolveEndpoint(sources: EndpointSources = {}): Promise<Endpoint> {
  return Promise.reject(new Error(`not built yet ${String(sources)}`));
}

/** The environment in which the docker command talks to this endpoint and no other. */
export function environmentFor(endpoint: Endpoint, environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...environment, DOCKER_HOST: endpoint.address };
}

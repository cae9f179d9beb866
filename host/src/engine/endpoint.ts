// Finds out which engine is meant, as the docker command does: the environment, then the current context, then a socket.

import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';

/** Where an engine listens, and who said so. */
export interface Endpoint {
  /** For people, and a value of DOCKER_HOST: `unix:///var/run/docker.sock`, `tcp://build-host:2376`. */
  readonly address: string;
  /** The name of the context that says so; undefined where DOCKER_HOST or nobody did. */
  readonly context: string | undefined;
  readonly connection: UnixConnection | TcpConnection | SshConnection;
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
  readonly tls: Tls | undefined;
}

/** A docker command on another machine that passes on what it hears to its engine. */
export interface SshConnection {
  readonly kind: 'ssh';
  readonly user: string | undefined;
  readonly host: string;
  readonly port: string | undefined;
  /** The engine's socket over there, where the address names one. */
  readonly socketPath: string | undefined;
}

/** In PEM form, each where there is one. */
export interface Tls {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Whether the engine has to show a certificate that the authority signed. */
  readonly verify: boolean;
}

export interface EndpointSources {
  /** That of this process if left out. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** That of the user if left out. */
  readonly homeDirectory?: string | undefined;
  /** `/var/run/docker.sock` if left out. */
  readonly systemSocket?: string | undefined;
}

/**
 * The engine that is meant: DOCKER_HOST, then DOCKER_CONTEXT, then the current context of `~/.docker/config.json`, then
 * the first socket that exists of the system's, the rootless one and Docker Desktop's.
 *
 * @throws Failure `engine-unreachable` for a context that does not exist, an address that cannot be read, certificates
 *   that are missing.
 */
export async function resolveEndpoint(sources: EndpointSources = {}): Promise<Endpoint> {
  const environment = sources.environment ?? process.env;
  const home = sources.homeDirectory ?? homedir();
  const configDirectory = environment['DOCKER_CONFIG'] || path.join(home, '.docker');
  const host = environment['DOCKER_HOST'];
  if (host) return { address: host, context: undefined, connection: await connectionTo(host, () => tlsOf(environment, configDirectory)) };
  const context = environment['DOCKER_CONTEXT'] || await currentContext(configDirectory);
  if (context !== undefined && context !== 'default') return fromContext(context, configDirectory);
  return defaultEndpoint(environment, home, sources.systemSocket ?? '/var/run/docker.sock');
}

/** The environment in which the docker command talks to this endpoint and to no other. */
export function environmentFor(endpoint: Endpoint, environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  // A context may come with certificates, which only its name brings along.
  if (endpoint.context !== undefined) return { ...environment, DOCKER_HOST: undefined, DOCKER_CONTEXT: endpoint.context };
  return { ...environment, DOCKER_HOST: endpoint.address, DOCKER_CONTEXT: undefined };
}

async function currentContext(configDirectory: string): Promise<string | undefined> {
  const file = path.join(configDirectory, 'config.json');
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const name = property(parseJson(text, file), 'currentContext');
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The context store keeps each context in a folder named by the SHA-256 of its name. */
async function fromContext(context: string, configDirectory: string): Promise<Endpoint> {
  const folder = createHash('sha256').update(context).digest('hex');
  const file = path.join(configDirectory, 'contexts', 'meta', folder, 'meta.json');
  const text = await readIfThere(file);
  if (text === undefined) throw new Failure('engine-unreachable', `the Docker context ${context} does not exist`);
  const docker = property(property(parseJson(text, file), 'Endpoints'), 'docker');
  const address = property(docker, 'Host');
  if (typeof address !== 'string' || address === '') throw new Failure('engine-unreachable', `the Docker context ${context} names no engine`);
  const tls = async (): Promise<Tls | undefined> => {
    const certificates = await readCertificates(path.join(configDirectory, 'contexts', 'tls', folder, 'docker'));
    const skipVerify = property(docker, 'SkipTLSVerify') === true;
    if (Object.values(certificates).every((pem) => pem === undefined) && !skipVerify) return undefined;
    return { ...certificates, verify: !skipVerify };
  };
  return { address, context, connection: await connectionTo(address, tls) };
}

async function defaultEndpoint(environment: NodeJS.ProcessEnv, home: string, systemSocket: string): Promise<Endpoint> {
  if (process.platform === 'win32') return socketEndpoint('//./pipe/docker_engine', 'npipe');
  const runtime = environment['XDG_RUNTIME_DIR'];
  const candidates = [
    systemSocket,
    ...(runtime ? [path.join(runtime, 'docker.sock')] : []),
    path.join(home, '.docker', 'run', 'docker.sock'),
    path.join(home, '.docker', 'desktop', 'docker.sock'),
  ];
  for (const candidate of candidates) {
    if (await stands(candidate)) return socketEndpoint(candidate, 'unix');
  }
  return socketEndpoint(systemSocket, 'unix');
}

function socketEndpoint(socketPath: string, scheme: 'unix' | 'npipe'): Endpoint {
  return { address: `${scheme}://${socketPath}`, context: undefined, connection: { kind: 'unix', socketPath } };
}

async function connectionTo(address: string, tls: () => Promise<Tls | undefined>): Promise<Endpoint['connection']> {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/s.exec(address) ?? [];
  if ((scheme === 'unix' || scheme === 'npipe') && rest !== '') return { kind: 'unix', socketPath: rest };
  if (scheme === 'ssh' && URL.canParse(address)) {
    const { username, password, hostname, port, pathname } = new URL(address);
    // A host that begins with a dash would be an option of ssh's (docker/cli, cli/connhelper/ssh).
    if (password === '' && hostname !== '' && !hostname.startsWith('-') && !username.startsWith('-')) {
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      return { kind: 'ssh', user: decodeURIComponent(username) || undefined, host, port: port || undefined, socketPath: pathname === '' || pathname === '/' ? undefined : decodeURIComponent(pathname) };
    }
  }
  if ((scheme === 'tcp' || scheme === 'http' || scheme === 'https') && URL.canParse(`http://${rest}`)) {
    const { hostname, host, pathname } = new URL(`http://${rest}`);
    if (hostname !== '' && pathname === '/') {
      const secured = await tls() ?? (scheme === 'https' ? { ca: undefined, cert: undefined, key: undefined, verify: true } : undefined);
      // The URL's own port is empty for 80, which is said nowhere else.
      const port = /:(\d+)$/.exec(rest.replace(/\/$/, ''))?.[1] ?? (/:\d+$/.exec(host)?.[0].slice(1) || (secured === undefined ? '2375' : '2376'));
      return { kind: 'tcp', host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port), tls: secured };
    }
  }
  throw new Failure('engine-unreachable', `${address} is no address of a Docker engine`);
}

/** As the docker command reads DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH. */
async function tlsOf(environment: NodeJS.ProcessEnv, configDirectory: string): Promise<Tls | undefined> {
  const verify = Boolean(environment['DOCKER_TLS_VERIFY']);
  if (!verify && !environment['DOCKER_TLS']) return undefined;
  const folder = environment['DOCKER_CERT_PATH'] || configDirectory;
  const certificates = await readCertificates(folder);
  if (verify && certificates.ca === undefined) throw new Failure('engine-unreachable', `${path.join(folder, 'ca.pem')} does not exist: the engine's certificate cannot be verified`);
  return { ...certificates, verify };
}

async function readCertificates(folder: string): Promise<{ ca: string | undefined; cert: string | undefined; key: string | undefined }> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => readIfThere(path.join(folder, name))));
  return { ca, cert, key };
}

async function stands(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (typeof code === 'string') throw new Failure('engine-unreachable', `${file} cannot be read (${code})`, { cause: error });
    throw error;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('engine-unreachable', `${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

// The Compose calls that Composure makes, as data. None of them removes a volume, and none answers Compose's questions
// with yes: newer versions ask "Volume … doesn't match configuration. Recreate (data will be lost)?" (C11).

import type { ComposeCall } from '#core/environments/compose-call.ts';
import { projectArguments } from '#core/environments/compose-call.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';

/** Asks for Compose's version, such as `2.26.1`; some packages print it with a `v` before it and a suffix after it. */
export function versionCall(directory: FilePath): ComposeCall<string> {
  return {
    title: 'Asking for the version of Docker Compose',
    directory,
    args: ['version', '--short'],
    parse: (output) => output.trim().replace(/^v/, ''),
  };
}

/**
 * Asks for the hash that this environment gives each of its services, without an engine. It is the value of the label
 * `com.docker.compose.config-hash` of a container that is up to date (Compose 2.26.1, C7). Services of profiles that are
 * not active are left out. `resolved` is what `printResolvedProject` writes: of the files themselves Compose makes
 * the hash without what a service's `env_file` holds, while `up` makes it with that.
 */
export function hashCall(environment: Environment, resolved?: string): ComposeCall<ReadonlyMap<string, string>> {
  const project = resolved === undefined ? environment : { ...environment, files: ['-'] };
  return {
    title: `Reading ${environment.name}`,
    directory: environment.directory,
    args: [...projectArguments(project), 'config', '--hash', '*'],
    input: resolved,
    parse: readHashes,
  };
}

export interface UpOptions {
  /** Build the images first. */
  readonly build?: boolean;
  /** Only these, and what they depend on; the others stay as they are. */
  readonly services?: readonly string[];
  /** Remove the project's containers whose service these files do not name. */
  readonly removeOrphans?: boolean;
}

/** Creates what is missing, re-creates what has changed, and starts it in the order of dependency. */
export function upCall(environment: Environment, { build, services = [], removeOrphans }: UpOptions = {}): ComposeCall<void> {
  const options = [...(removeOrphans === true ? ['--remove-orphans'] : []), ...(build === true ? ['--build'] : [])];
  return call(environment, `Starting ${namesOf(environment, services)}`, ['up', '--detach', ...options, ...services]);
}

/** Pulls or builds what is missing and makes the containers, and starts none. */
export function createCall(environment: Environment): ComposeCall<void> {
  return call(environment, `Preparing ${environment.name}`, ['create']);
}

/** Starts containers as they are. */
export function startCall(environment: Environment, services: readonly string[] = []): ComposeCall<void> {
  return call(environment, `Starting ${namesOf(environment, services)}`, ['start', ...services]);
}

/** Builds images from the beginning: layers that were made before count for nothing. */
export function buildCall(environment: Environment, services: readonly string[] = [], options: { readonly pull?: boolean } = {}): ComposeCall<void> {
  return call(environment, `Building ${namesOf(environment, services)}`, ['build', '--no-cache', ...(options.pull === true ? ['--pull'] : []), ...services]);
}

/** Stops the containers of all services, or of some, and keeps them, and with them all data. */
export function stopCall(environment: Environment, services: readonly string[] = []): ComposeCall<void> {
  return call(environment, `Stopping ${namesOf(environment, services)}`, ['stop', ...services]);
}

/** Removes the containers and networks. Volumes stay. */
export function downCall(environment: Environment, options: { readonly removeOrphans?: boolean } = {}): ComposeCall<void> {
  return call(environment, `Taking ${environment.name} down`, ['down', ...(options.removeOrphans === true ? ['--remove-orphans'] : [])]);
}

/** Stops and starts the containers as they are: a changed file has no effect before the next `up` (C7). */
export function restartCall(environment: Environment, services: readonly string[] = []): ComposeCall<void> {
  return call(environment, `Restarting ${namesOf(environment, services)}`, ['restart', ...services]);
}

/** Removes the containers of services by the project's name alone: no file names them. Their volumes stay. */
export function removeCall(project: string, services: readonly string[]): ComposeCall<void> {
  return {
    title: `Removing ${services.join(', ')}`,
    // Compose reads the files of the folder that it runs in, or of one above it, and would look for the services there.
    directory: '/',
    args: ['--project-name', project, 'rm', '--stop', '--force', ...services],
    output: 'progress',
    parse: () => undefined,
  };
}

export interface LogsOptions {
  readonly services?: readonly string[];
  readonly follow?: boolean;
  /** How many lines of each container, or `all`. */
  readonly tail?: string;
  /** A time or a span of time, as `docker compose logs` reads it. */
  readonly since?: string | undefined;
}

/** The arguments after `docker` that show the logs in a terminal: if nothing else is said from the last 200 lines on. */
export function logsArguments(environment: Environment, { services = [], follow = true, tail = '200', since }: LogsOptions = {}): readonly string[] {
  return [
    'compose', ...projectArguments(environment), 'logs', ...(follow ? ['--follow'] : []), '--tail', tail,
    ...(since === undefined ? [] : ['--since', since]), ...services,
  ];
}

/**
 * The arguments after `docker` that open a shell in a service's container: `bash` where the image has it. Without a terminal it
 * reads its commands from the standard input.
 */
export function shellArguments(environment: Environment, service: string, { terminal = true } = {}): readonly string[] {
  return ['compose', ...projectArguments(environment), 'exec', ...(terminal ? [] : ['-T']), service, 'sh', '-c', 'command -v bash > /dev/null && exec bash || exec sh'];
}

function namesOf(environment: Environment, services: readonly string[]): string {
  return services.length === 0 ? environment.name : services.join(', ');
}

function call(environment: Environment, title: string, args: readonly string[]): ComposeCall<void> {
  const { directory, envFiles } = environment;
  return {
    title, directory, args: [...projectArguments(environment), ...args], output: 'progress', parse: () => undefined,
    envFiles: envFiles.length > 0 ? envFiles : [`${directory}/.env`],
  };
}

/** Lines such as `db 5e4b9f1f…`. */
function readHashes(output: string): ReadonlyMap<string, string> {
  const lines = output.split('\n').map((line) => /^(\S+) ([0-9a-f]+)\s*$/.exec(line));
  return new Map(lines.flatMap((match) => (match?.[1] !== undefined && match[2] !== undefined ? [[match[1], match[2]]] : [])));
}

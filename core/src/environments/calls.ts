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

/** Asks for the whole project with everything resolved; it holds the values of env files and is never shown. */
export function resolveCall(environment: Environment): ComposeCall<string> {
  return {
    title: `Reading ${environment.name}`,
    directory: environment.directory,
    args: [...projectArguments(environment), 'config'],
    parse: (output) => output,
  };
}

/**
 * Asks for the hash that this environment gives each of its services, without an engine. It is the value of the label
 * `com.docker.compose.config-hash` of a container that is up to date (Compose 2.26.1, C7). Services of profiles that are
 * not active are left out. `resolved` is the answer of `resolveCall`: of the files themselves Compose makes the hash
 * without what a service's `env_file` holds, while `up` makes it with that.
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

/** Creates and starts some services and what they depend on; the others stay as they are. */
export function upServicesCall(environment: Environment, services: readonly string[]): ComposeCall<void> {
  return call(environment, `Starting ${services.join(', ')}`, ['up', '--detach', ...services]);
}

/** Creates what is missing, re-creates what has changed, removes what the files no longer name, and starts it all. */
export function upCall(environment: Environment, options: { readonly build?: boolean } = {}): ComposeCall<void> {
  const build = options.build === true ? ['--build'] : [];
  return call(environment, `Starting ${environment.name}`, ['up', '--detach', '--remove-orphans', ...build]);
}

/** Stops the containers of all services, or of some, and keeps them, and with them all data. */
export function stopCall(environment: Environment, services: readonly string[] = []): ComposeCall<void> {
  return call(environment, `Stopping ${services.length === 0 ? environment.name : services.join(', ')}`, ['stop', ...services]);
}

/** Removes the containers and networks, also those of services that the files no longer name. Volumes stay. */
export function downCall(environment: Environment): ComposeCall<void> {
  return call(environment, `Taking ${environment.name} down`, ['down', '--remove-orphans']);
}

/** Stops and starts the containers as they are: a changed file has no effect before the next `up` (C7). */
export function restartCall(environment: Environment, services: readonly string[] = []): ComposeCall<void> {
  const what = services.length === 0 ? environment.name : services.join(', ');
  return call(environment, `Restarting ${what}`, ['restart', ...services]);
}

/** The arguments after `docker` that follow the logs in a terminal, from the last 200 lines on. */
export function logsArguments(environment: Environment, services: readonly string[] = []): readonly string[] {
  return ['compose', ...projectArguments(environment), 'logs', '--follow', '--tail', '200', ...services];
}

function call(environment: Environment, title: string, args: readonly string[]): ComposeCall<void> {
  return { title, directory: environment.directory, args: [...projectArguments(environment), ...args], output: 'progress', parse: () => undefined };
}

/** Lines such as `db 5e4b9f1f…`. */
function readHashes(output: string): ReadonlyMap<string, string> {
  const lines = output.split('\n').map((line) => /^(\S+) ([0-9a-f]+)\s*$/.exec(line));
  return new Map(lines.flatMap((match) => (match?.[1] !== undefined && match[2] !== undefined ? [[match[1], match[2]]] : [])));
}

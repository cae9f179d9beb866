// Reaches an engine on another machine as the docker command does: `ssh … docker system dial-stdio` passes on what is written
// to it, one process for each connection (docker/cli, cli/connhelper). The keys and the questions about them are ssh's.

import { spawn } from 'node:child_process';
import type { AgentOptions } from 'node:http';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { Failure } from '#core/failure.ts';
import type { SshConnection } from '#host/engine/endpoint.ts';
import { findExecutable } from '#host/process/find-executable.ts';

/** Makes the connections; those that nobody uses stay open for the next question. */
export class SshAgent extends Agent {
  readonly #connection: SshConnection;
  readonly #address: string;
  readonly #open = new Set<Duplex>();

  constructor(connection: SshConnection, address: string, options: AgentOptions = {}) {
    super({ keepAlive: true, maxFreeSockets: 2, ...options });
    this.#connection = connection;
    this.#address = address;
  }

  override createConnection(_: unknown, done?: (error: Error | null, stream: Duplex) => void): Duplex | undefined {
    findExecutable('ssh').then((program) => {
      if (program === undefined) throw new Failure('engine-unreachable', `${this.#address} is reached by ssh, and there is no ssh on the PATH`);
      const stream = dial(program, sshArguments(this.#connection), this.#address);
      this.#open.add(stream);
      stream.once('close', () => this.#open.delete(stream));
      return stream;
    }).then((stream) => done?.(null, stream), (error: Error) => done?.(error, new Duplex()));
    return undefined;
  }

  override destroy(): void {
    super.destroy();
    for (const stream of this.#open) stream.destroy();
  }
}

/** As docker/cli writes them; a host behind `--` is never taken for an option. */
export function sshArguments({ user, host, port, socketPath }: SshConnection): readonly string[] {
  return [
    '-o', 'ConnectTimeout=30', '-T', ...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', port]), '--', host,
    'docker', ...(socketPath === undefined ? [] : ['--host', `unix://${socketPath}`]), 'system', 'dial-stdio',
  ];
}

/** What ssh says at its end, at most. */
const longestReason = 500;

function dial(program: string, args: readonly string[], address: string): Duplex {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], shell: false, windowsHide: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-longestReason); });
  const stream = new SshStream({
    read: () => { child.stdout.resume(); },
    // Why it could not be written, ssh says at its end.
    write: (chunk: Buffer, _, done) => { child.stdin.write(chunk, () => done()); },
    final: (done) => { child.stdin.end(() => done()); },
    destroy: (error, done) => {
      // The end of its input ends what runs on the other side.
      child.stdin.destroy();
      child.kill();
      done(error);
    },
  });
  child.stdout.on('data', (chunk: Buffer) => { if (!stream.push(chunk)) child.stdout.pause(); });
  // What it says of a pipe that closed early is in its exit code and on its stderr.
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => stream.destroy(new Failure('engine-unreachable', `ssh cannot be started: ${error.message}`, { cause: error })));
  child.once('close', (exitCode) => {
    if (exitCode === 0 || exitCode === null) return void stream.push(null);
    const reason = said.trim().split('\n').at(-1) ?? '';
    stream.destroy(new Failure('engine-unreachable', `${address} cannot be reached: ${reason === '' ? `ssh ended with exit code ${exitCode}` : reason}`));
  });
  return stream;
}

/** With what Node's agent asks of a socket, and a pipe has no use for. */
class SshStream extends Duplex {
  setKeepAlive(): this { return this; }
  setNoDelay(): this { return this; }
  setTimeout(): this { return this; }
  ref(): this { return this; }
  unref(): this { return this; }
}

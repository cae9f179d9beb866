// The one runner of `docker compose` calls: core says what to call, and this says how it went. It knows how the command
// fails, and nothing of what the calls mean.

import type { ComposeCall } from '#core/environments/compose-call.ts';
import { versionCall } from '#core/environments/calls.ts';
import type { FailureKind } from '#core/failure.ts';
import { Failure } from '#core/failure.ts';
import { redacted } from '#core/words/redacted.ts';
import { eventLine, tellingLines } from '#host/compose/progress.ts';
import { secretValues } from '#host/compose/secret-values.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { run } from '#host/process/run.ts';

export interface ComposeCliOptions {
  /** The program and the arguments that come before Compose's own; `docker compose` if left out. */
  readonly command?: readonly string[];
  /** Receives the log's lines: each command, what it reported, its exit code. Never what a call answers, nor secrets of env files. */
  readonly log?: (line: string) => void;
  /** The whole environment of the processes; that of this process if left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface ComposeRunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with one short line for each thing that Compose reports: `Container shop-web-1 Started`. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Milliseconds; endless if left out. */
  readonly timeLimit?: number | undefined;
}

/** Milliseconds in which Compose says its version, also on a machine that is busy. */
const versionLimit = 20_000;

export class ComposeCli {
  readonly #command: readonly string[];
  readonly #log: (line: string) => void;
  readonly #environment: NodeJS.ProcessEnv | undefined;

  constructor(options: ComposeCliOptions = {}) {
    this.#command = options.command ?? ['docker', 'compose'];
    this.#log = options.log ?? (() => undefined);
    this.#environment = options.environment;
  }

  /**
   * Compose's version, such as `2.26.1`.
   * @throws Failure `docker-missing`, `compose-missing`, `timed-out`.
   */
  version(signal?: AbortSignal): Promise<string> {
    return this.run(versionCall(toFilePath('/')), { signal, timeLimit: versionLimit });
  }

  /**
   * Runs a call and reads its answer.
   * @throws Failure `docker-missing`, `compose-missing`, `engine-unreachable`, `permission-denied`, `timed-out`, and
   *   `command-failed` with the exit code and the last lines that mean something (eight at most).
   * @throws the signal's reason when cancelled, after all of Compose's processes have ended.
   */
  async run<Answer>(call: ComposeCall<Answer>, options: ComposeRunOptions = {}): Promise<Answer> {
    const [command = 'docker', ...first] = this.#command;
    const args = [...first, '--ansi', 'never', '--progress', 'plain', ...call.args];
    const secrets = await secretValues(call.envFiles ?? []);
    const reported: string[] = [];
    let last = '';
    const onLine = (said: string, stream: 'stdout' | 'stderr'): void => {
      if (stream === 'stdout' && call.output !== 'progress') return;
      const raw = redacted(said, secrets);
      reported.push(raw);
      this.#log(`  ${raw}`);
      const line = eventLine(raw);
      if (line === undefined || line === last) return;
      last = line;
      options.onLine?.(line);
    };
    this.#log(`${call.directory}$ ${[command, ...args].map(quoted).join(' ')}`);
    try {
      const { exitCode, stdout } = await run(command, args, {
        directory: call.directory,
        input: call.input,
        // Hints are advertisement, written where the reason of a failure is looked for.
        environment: { ...(this.#environment ?? process.env), DOCKER_CLI_HINTS: 'false' },
        signal: options.signal,
        timeLimit: options.timeLimit,
        onLine,
      });
      this.#log(`  exit code ${exitCode}`);
      if (exitCode !== 0) throw failureOf(exitCode, reported);
      return call.parse(stdout);
    } catch (error) {
      this.#log(`  ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }
}

/** What the docker command (20.10 to 28) and Compose (2.20 to the newest) write, at the start of a line, for each failure. */
const signs: readonly (readonly [FailureKind, RegExp])[] = [
  // `docker: unknown command: docker compose`, older `docker: 'compose' is not a docker command.`; where the first
  // argument after it is an option, docker takes that for its own: `unknown flag: --ansi`.
  ['compose-missing', /^(docker: (unknown command: docker compose|'compose' is not a docker command)|unknown flag: --ansi)/],
  // An old Compose 1 in its place: `unknown flag: --progress`.
  ['compose-missing', /^unknown (shorthand )?flag: --progress/],
  ['permission-denied', /^(\S+: )*(Got )?permission denied while trying to connect to the docker/i],
  ['engine-unreachable', /^(\S+: )*(cannot connect to the docker daemon|error during connect|failed to connect to the docker API)/i],
  ['engine-unreachable', /unable to resolve docker endpoint/i],
];

function failureOf(exitCode: number, reported: readonly string[]): Failure {
  const lastLines = tellingLines(reported);
  for (const [kind, pattern] of signs) {
    const sign = reported.find((line) => pattern.test(line.trim()));
    if (sign !== undefined) return new Failure(kind, tellingLines([sign])[0] ?? sign, { exitCode, lastLines });
  }
  return new Failure('command-failed', lastLines.at(-1) ?? `docker compose ended with exit code ${exitCode}`, { exitCode, lastLines });
}

/** For reading, not for running: no shell ever sees it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

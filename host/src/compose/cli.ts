// The one runner of `docker compose` calls: core says what to call, and this says how it went. It knows how the command
// fails, and nothing of what the calls mean.

import type { ComposeCall } from '#core/environments/compose-call.ts';

export interface ComposeCliOptions {
  /** The program and the arguments that come before Compose's own; `docker compose` if left out. */
  readonly command?: readonly string[];
  /** Receives the log's lines: each command, what it wrote to stderr, its exit code. Never what a parsed call answers. */
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

export class ComposeCli {
  constructor(options: ComposeCliOptions = {}) {
    void options;
  }

  /**
   * Compose's version, such as `2.26.1`.
   * @throws Failure `docker-missing`, `compose-missing`.
   */
  version(signal?: AbortSignal): Promise<string> {
    return Promise.reject(new Error(`not built yet ${String(signal)}`));
  }

  /**
   * Runs a call and reads its answer.
   * @throws Failure `docker-missing`, `compose-missing`, `engine-unreachable`, `permission-denied`, `timed-out`, and
   *   `command-failed` with the exit code and the last lines that mean something (eight at most).
   * @throws the signal's reason when cancelled.
   */
  run<Answer>(call: ComposeCall<Answer>, options: ComposeRunOptions = {}): Promise<Answer> {
    return Promise.reject(new Error(`not built yet: ${call.title} ${String(options)}`));
  }
}

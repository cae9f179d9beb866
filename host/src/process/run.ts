// Runs one program to its end: an argument array, a process group of its own, limits on time and output, and a cancel
// that leaves nothing behind. It does not know what the program is for.

import type { FilePath } from '#core/outside.ts';

export interface RunOptions {
  /** The folder to run in. */
  readonly directory: FilePath;
  /** The whole environment of the process; that of this process if left out. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the process group is ended and the run fails with `timed-out`; endless if left out. */
  readonly timeLimit?: number | undefined;
  /** Bytes of stdout and stderr together, 64 MiB if left out; a process that writes more is ended and the run fails. */
  readonly outputLimit?: number | undefined;
  /** Milliseconds between asking the group to end and killing it, 10 000 if left out. */
  readonly grace?: number | undefined;
  /** Called with each whole line that the process writes, without its end. */
  readonly onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell and with stdin closed. A non-zero exit code is an answer, no error.
 *
 * @throws Failure `docker-missing` where the command `docker` does not exist, `timed-out` past the time limit, and
 *   `command-failed` where the program cannot be started, dies of a signal, or writes more than the limit.
 * @throws the signal's reason when cancelled, after the whole process group has ended.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return Promise.reject(new Error(`not built yet: ${command} ${args.length} ${options.directory}`));
}

// Runs a program on the terminal of this process: it writes where we write, and Ctrl-C reaches it as it reaches us.

import { spawn } from 'node:child_process';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { findExecutable } from '#host/process/find-executable.ts';

export interface AttachOptions {
  readonly directory: FilePath;
  readonly environment: NodeJS.ProcessEnv;
  /** Asks the program to end. */
  readonly signal: AbortSignal;
}

/**
 * The program's exit code; undefined where a signal ended it.
 * @throws Failure `docker-missing` or `command-failed` where it cannot be started.
 */
export async function attach(command: string, args: readonly string[], { directory, environment, signal }: AttachOptions): Promise<number | undefined> {
  const executable = await findExecutable(command, environment);
  if (executable === undefined) throw new Failure(command === 'docker' ? 'docker-missing' : 'command-failed', `${command} is not on the PATH`);
  const child = spawn(executable, args, { cwd: toOsPath(directory), env: environment, stdio: 'inherit', shell: false });
  const end = (): void => { child.kill('SIGTERM'); };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Failure('command-failed', `${command} cannot be started: ${error.message}`, { cause: error })));
      child.once('close', (exitCode) => resolve(exitCode ?? undefined));
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

// Runs one program to its end: an argument array, a process group of its own, limits on time and output, and a cancel
// that leaves nothing behind. It does not know what the program is for.

import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { findExecutable } from '#host/process/find-executable.ts';
import { cutLines } from '#host/process/lines.ts';
import { endGroup } from '#host/process/process-group.ts';

export interface RunOptions {
  /** The folder to run in. */
  readonly directory: FilePath;
  /** The whole environment of the process; that of this process if left out. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** What the process reads from its stdin, which is empty if left out. */
  readonly input?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the process group is ended and the run fails with `timed-out`; endless if left out. */
  readonly timeLimit?: number | undefined;
  /** Bytes of stdout and stderr together, 64 MiB if left out; a process that writes more is ended and the run fails. */
  readonly outputLimit?: number | undefined;
  /** Milliseconds between asking the group to end and killing it, 10 000 if left out. */
  readonly grace?: number | undefined;
  /** Called with each whole line that the process writes, without its end. What it throws ends the run. */
  readonly onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const defaultOutputLimit = 64 * 1024 * 1024;
const defaultGrace = 10_000;

/** Milliseconds without output after which the pipes of a program that has ended are closed: something it left holds them. */
const pipeLinger = 1000;

/**
 * Runs a program without a shell. A non-zero exit code is an answer, no error. The program is
 * looked up on the PATH of `environment`, in absolute folders only.
 *
 * @throws Failure `docker-missing` where the command `docker` does not exist, `timed-out` past the time limit, and
 *   `command-failed` where the program cannot be started, dies of a signal, or writes more than the limit.
 * @throws the signal's reason when cancelled, after the whole process group has ended.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const executable = await findExecutable(command, options.environment);
  if (executable === undefined) throw missing(command);
  if (await nodeFileSystem().stat(options.directory) !== 'directory') {
    throw new Failure('command-failed', `${options.directory} is no folder to run ${nameOf(command)} in`);
  }
  options.signal?.throwIfAborted();
  return follow(start(executable, args, options), nameOf(command), options);
}

function start(executable: string, args: readonly string[], options: RunOptions): Child {
  try {
    return spawn(executable, args, {
      cwd: toOsPath(options.directory),
      env: options.environment ?? process.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
      detached: process.platform !== 'win32',
    });
  } catch (error) {
    // Arguments that no process can be given, such as one with a NUL in it.
    throw cannotStart(executable, error);
  }
}

function follow(child: Child, name: string, options: RunOptions): Promise<RunResult> {
  const { signal, timeLimit, onLine } = options;
  const output = { stdout: '', stderr: '' };
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let ending: Promise<unknown> | undefined;
    let linger: NodeJS.Timeout | undefined;

    /** Ends the group once, whatever comes first, and fails with its reason when nothing is left of it. */
    const end = (reason: unknown): void => {
      if (ending !== undefined) return;
      ending = endGroup(child, options.grace ?? defaultGrace).then(() => {
        release();
        reject(reason);
      }, reject);
    };
    const cancelled = (): void => end(signal?.reason);
    const timer = timeLimit === undefined ? undefined : setTimeout(() => {
      const lastLines = output.stderr.trimEnd().split('\n').slice(-8);
      end(new Failure('timed-out', `${name} did not end within ${timeLimit / 1000} s`, { lastLines }));
    }, timeLimit);
    const release = (): void => {
      clearTimeout(timer);
      clearTimeout(linger);
      signal?.removeEventListener('abort', cancelled);
      child.stdout.destroy();
      child.stderr.destroy();
    };

    for (const stream of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      const lines = cutLines((line) => {
        if (ending !== undefined) return;
        try {
          onLine?.(line, stream);
        } catch (error) {
          end(error);
        }
      });
      const take = (text: string): void => {
        output[stream] += text;
        lines.write(text);
      };
      child[stream].on('data', (chunk: Buffer) => {
        linger?.refresh();
        bytes += chunk.length;
        if (bytes > (options.outputLimit ?? defaultOutputLimit)) {
          end(new Failure('command-failed', `${name} wrote more than ${options.outputLimit ?? defaultOutputLimit} bytes`));
        }
        if (ending === undefined) take(decoder.write(chunk));
      });
      child[stream].on('end', () => {
        take(decoder.end());
        lines.end();
      });
    }

    // A program that ends without reading its input closes the pipe: what it says of that is in its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');

    child.on('error', (error) => {
      // Also told where a signal could not be sent; then the process is there and `close` follows.
      if (child.pid !== undefined) return;
      release();
      reject(cannotStart(name, error));
    });
    child.on('exit', () => {
      linger = setTimeout(() => { child.stdout.destroy(); child.stderr.destroy(); }, pipeLinger);
    });
    child.on('close', (exitCode, killedBy) => {
      if (ending !== undefined) return;
      release();
      if (exitCode !== null) resolve({ exitCode, ...output });
      else reject(new Failure('command-failed', `${name} was ended by ${killedBy}`, { lastLines: output.stderr.trimEnd().split('\n').slice(-8) }));
    });
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted === true) cancelled();
  });
}

function nameOf(command: string): string {
  return path.basename(command);
}

function missing(command: string): Failure {
  if (/^docker(\.exe)?$/i.test(nameOf(command))) return new Failure('docker-missing', `${command} is not on the PATH`);
  return new Failure('command-failed', `${command} does not exist`);
}

function cannotStart(name: string, error: unknown): Failure {
  return new Failure('command-failed', `${nameOf(name)} cannot be started: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

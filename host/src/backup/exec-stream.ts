// Runs a command in a container and hands on what it prints, of any size: a dump. No shell but the command's own sees it, and
// what it prints to stderr is told only where it fails.

import { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds in which a command that goes on has to print something. */
const idleLimit = 600_000;

/** Bytes of stderr that are kept. */
const errorLimit = 4_096;

export interface ExecStream {
  /** What it prints; ends with the command. */
  readonly output: Readable;
  /** Demands that the command ended well; to be called when `output` has ended. @throws Failure `command-failed`. */
  succeeded(): Promise<void>;
}

/** Starts the command. `what` names it in a failure: `the dump of db`. */
export async function execStream(engine: Engine, container: string, command: readonly string[], what: string, signal?: AbortSignal): Promise<ExecStream> {
  const exec = await engine.ask((docker) => docker.getContainer(container).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: false }), signal);
  const stream: Readable = await engine.ask(() => exec.start({ Detach: false, Tty: false }), signal);
  let errors = '';
  return {
    output: Readable.from(parted(stream, (text) => { errors = (errors + text).slice(-errorLimit); }, what, signal), { objectMode: false }),
    async succeeded() {
      const { ExitCode: exitCode, Running: running } = await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), signal);
      if (exitCode === 0 && !running) return;
      const [last] = errors.trim().split('\n').slice(-1);
      // Where there is no such program, the runtime says so on stdout.
      if (exitCode === 126 || exitCode === 127) throw new Failure('command-failed', `${what} cannot be run: is ${command[0]} in its image?`, { exitCode });
      const ended = running || exitCode === null ? 'broke off' : `ended with exit code ${exitCode}`;
      throw new Failure('command-failed', `${what} ${ended}${last === undefined || last === '' ? '' : `: ${last}`}`, exitCode === null ? {} : { exitCode });
    },
  };
}

/** Runs a command whose output nobody wants. @throws Failure `command-failed` where it does not end well. */
export async function execQuietly(engine: Engine, container: string, command: readonly string[], what: string, signal?: AbortSignal): Promise<void> {
  const running = await execStream(engine, container, command, what, signal);
  for await (const _ of running.output) continue;
  await running.succeeded();
}

/** The engine parts stdout (1) and stderr (2) by headers of eight bytes: the stream, and in the last four the length. */
async function* parted(stream: Readable, onError: (text: string) => void, what: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const late = (): void => { stream.destroy(new Failure('timed-out', `${what} printed nothing for ${idleLimit / 60_000} minutes`)); };
  const stop = (): void => { stream.destroy(signal?.reason); };
  signal?.addEventListener('abort', stop, { once: true });
  let head = Buffer.alloc(0);
  let left = 0;
  let kind = 1;
  try {
    timer = setTimeout(late, idleLimit);
    for await (const chunk of stream) {
      timer.refresh();
      let rest = chunk as Buffer;
      while (rest.length > 0) {
        if (left === 0) {
          const wanted = 8 - head.length;
          head = Buffer.concat([head, rest.subarray(0, wanted)]);
          rest = rest.subarray(wanted);
          if (head.length < 8) break;
          [kind, left] = [head[0] ?? 1, head.readUInt32BE(4)];
          head = Buffer.alloc(0);
          continue;
        }
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (kind === 2) onError(part.toString('utf8'));
        else yield part;
      }
    }
    if (left > 0 || head.length > 0) throw new Failure('command-failed', `${what} broke off`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
}

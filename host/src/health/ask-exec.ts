// Runs a check's command inside a container, through the engine: an array of words that no shell sees, on no machine but
// the container. One that takes too long, or that nobody waits for any more, is ended.

import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Answer, ExecProbe } from '#core/health/probe.ts';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';
import { endExec, newMark } from '#host/health/end-exec.ts';

/** Bytes of the output that are read. */
const outputLimit = 64 * 1024;

/** Runs the command. `timeLimit` is what `signal` goes by, in milliseconds; it ends the waiting for it, and the command with it where its image has a shell. */
export async function askExec({ command }: ExecProbe, container: string, engine: Engine, timeLimit: number, signal: AbortSignal): Promise<Answer> {
  const mark = newMark();
  let exec: Dockerode.Exec | undefined;
  try {
    exec = await engine.ask((docker) => docker.getContainer(container).exec({ Cmd: [...command], Env: [mark], AttachStdout: true, AttachStderr: true, Tty: false }), signal);
    const started = exec;
    const stream: Readable = await engine.ask(() => started.start({ Detach: false, Tty: false }), signal);
    const { output, cut } = await outputOf(stream, signal);
    const { ExitCode: exitCode } = await engine.ask((_, abortSignal) => started.inspect({ abortSignal }), signal);
    if (exitCode !== null) return { kind: 'exec', exitCode, output, cut };
    if (!cut) return { kind: 'none', why: 'ended without an exit code' };
    return { kind: 'none', why: `wrote more than ${outputLimit / 1024} KiB${await remains(started, mark, container, engine)}` };
  } catch (error) {
    if (signal.aborted) return { kind: 'none', why: `did not end within ${timeLimit / 1000} s${exec === undefined ? '' : await remains(exec, mark, container, engine)}` };
    // A container without that program, or one that stopped meanwhile.
    if (error instanceof Failure) return { kind: 'none', why: `cannot be run: ${error.message}` };
    throw error;
  }
}

/** What is left of a command that nobody waits for any more. */
async function remains(exec: Dockerode.Exec, mark: string, container: string, engine: Engine): Promise<string> {
  return await endExec(exec, mark, container, engine) ? ' and was ended' : ', and goes on in its container';
}

/** Both streams in the order in which the engine sends them; it parts them by headers of eight bytes. */
async function outputOf(stream: Readable, signal: AbortSignal): Promise<{ readonly output: string; readonly cut: boolean }> {
  const stop = (): void => { stream.destroy(); };
  signal.addEventListener('abort', stop, { once: true });
  const text: Buffer[] = [];
  let size = 0;
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of stream) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      while (rest.length >= 8 && rest.length >= 8 + rest.readUInt32BE(4)) {
        const end = 8 + rest.readUInt32BE(4);
        text.push(rest.subarray(8, end));
        size += end - 8;
        rest = rest.subarray(end);
      }
      if (size > outputLimit) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
  signal.throwIfAborted();
  return { output: Buffer.concat(text).subarray(0, outputLimit).toString('utf8'), cut: size > outputLimit };
}

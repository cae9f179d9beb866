// Runs a check's command inside a container, through the engine: an array of words that no shell sees, on no machine but
// the container. The engine cannot end such a command: one that takes too long goes on in its container.

import type { Readable } from 'node:stream';
import type { Answer, ExecProbe } from '#core/health/probe.ts';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Bytes of the output that are read. */
const outputLimit = 64 * 1024;

/** Runs the command; `signal` ends the waiting for it. */
export async function askExec({ command }: ExecProbe, container: string, engine: Engine, signal: AbortSignal): Promise<Answer> {
  try {
    const exec = await engine.ask((docker) => docker.getContainer(container).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: false }), signal);
    const stream: Readable = await engine.ask(() => exec.start({ Detach: false, Tty: false }), signal);
    const { output, cut } = await outputOf(stream, signal);
    const { ExitCode: exitCode } = await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), signal);
    if (exitCode === null && !cut) return { kind: 'none', why: 'ended without an exit code' };
    return exitCode === null ? { kind: 'none', why: `wrote more than ${outputLimit / 1024} KiB` } : { kind: 'exec', exitCode, output, cut };
  } catch (error) {
    signal.throwIfAborted();
    // A container without that program, or one that stopped meanwhile.
    if (error instanceof Failure) return { kind: 'none', why: `cannot be run: ${error.message}` };
    throw error;
  }
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

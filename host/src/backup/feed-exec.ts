// Feeds a stream to the standard input of a command in a container, of any size: a dump that is loaded again.

import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Bytes of what it prints that are kept for a failure. */
const keptAtMost = 4_096;

/**
 * Runs the command with `input` and waits for its end. `what` names it in a failure: `the load of db`.
 * @throws Failure `command-failed` where it does not end with 0, what the input fails with, the signal's reason when cancelled.
 */
export async function feedExec(engine: Engine, container: string, command: readonly string[], input: Readable, what: string, signal?: AbortSignal): Promise<void> {
  const exec = await engine.ask((docker) => docker.getContainer(container).exec({ Cmd: [...command], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false }), signal);
  const stream = await engine.ask(() => exec.start({ hijack: true, stdin: true }), signal);
  const kept = [new PassThrough(), new PassThrough()] as const;
  let said = '';
  for (const each of kept) each.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-keptAtMost); });
  await engine.ask(async (docker) => { docker.modem.demuxStream(stream, kept[0], kept[1]); });
  const cancel = (): void => { stream.destroy(); };
  signal?.addEventListener('abort', cancel, { once: true });
  const ended = new Promise<void>((resolve) => { stream.once('close', resolve).once('end', resolve).once('error', () => resolve()); });
  let broken: unknown;
  try {
    // The command may end before it has read all: that its exit code tells.
    await pipeline(input, stream, { end: true }).catch((error: unknown) => { broken = error; });
    await ended;
  } finally {
    signal?.removeEventListener('abort', cancel);
    input.destroy();
    stream.destroy();
  }
  signal?.throwIfAborted();
  if (broken instanceof Failure) throw broken;
  const { ExitCode: exitCode, Running: isRunning } = await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), signal);
  if (exitCode === 0 && !isRunning) return;
  const last = said.trim().split('\n').at(-1) ?? '';
  throw new Failure('command-failed', `${what} ${exitCode === null || isRunning ? 'broke off' : `ended with exit code ${exitCode}`}${last === '' ? '' : `: ${last}`}`);
}

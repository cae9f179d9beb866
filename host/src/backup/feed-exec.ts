// Feeds a stream to the standard input of a command in a container, of any size: a dump that is loaded again.

import type { Duplex, Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exec } from 'dockerode';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Bytes of what it prints that are kept for a failure. */
const keptAtMost = 4_096;

/** Milliseconds between two looks at whether the command has ended. */
const lookEvery = 1_000;

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
  const over = new AbortController();
  const watched = closeAfterEnd(exec, engine, stream, over.signal);
  try {
    // The command may end before it has read all: that its exit code tells.
    await pipeline(input, stream, { end: true }).catch((error: unknown) => { broken = error; });
    await ended;
  } finally {
    signal?.removeEventListener('abort', cancel);
    over.abort();
    input.destroy();
    stream.destroy();
    await watched;
  }
  signal?.throwIfAborted();
  if (broken instanceof Failure) throw broken;
  const { ExitCode: exitCode, Running: isRunning } = await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), signal);
  if (exitCode === 0 && !isRunning) return;
  const last = said.trim().split('\n').at(-1) ?? '';
  throw new Failure('command-failed', `${what} ${exitCode === null || isRunning ? 'broke off' : `ended with exit code ${exitCode}`}${last === '' ? '' : `: ${last}`}`);
}

/** The engine may keep the connection of a command that has ended and left its input unread: nothing would ever come of it. */
async function closeAfterEnd(exec: Exec, engine: Engine, stream: Duplex, over: AbortSignal): Promise<void> {
  let isEnded = false;
  while (!over.aborted) {
    await delay(lookEvery, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    // What it has printed may still be on its way when it is first seen to have ended.
    if (isEnded) stream.destroy();
    const { Running, ExitCode } = await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), over).catch(() => ({ Running: true, ExitCode: null }));
    isEnded = !Running && ExitCode !== null;
  }
}

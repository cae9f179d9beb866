// Ends a stream on which nothing moves any more: an engine behind a broken line says nothing, and no time limit fits a
// volume of any size.

import type { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';

const defaultLimit = 120_000;

/** Bytes that make a part: an engine sends 32 KB at a time, and each part costs what a hash and a thread take to begin. */
const partSize = 256 * 1024;

/**
 * What streams in, gathered into parts of some size. Only the time that the source takes for a chunk counts, not what its reader does with it.
 * @throws Failure `timed-out` when no chunk came within `limit` milliseconds, and the signal's reason when cancelled; the
 *   source is destroyed when the iteration ends, however it does.
 */
export async function* watchIdle(source: Readable, limit = defaultLimit, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const cancel = (): void => { source.destroy(asError(signal?.reason)); };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const giveUp = (): void => { source.destroy(new Failure('timed-out', `nothing came for ${limit / 1000} s`)); };
  let timer = setTimeout(giveUp, limit);
  let parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes < partSize) {
        timer.refresh();
        continue;
      }
      clearTimeout(timer);
      const part = parts.length === 1 ? chunk : Buffer.concat(parts, bytes);
      parts = [];
      bytes = 0;
      yield part;
      timer = setTimeout(giveUp, limit);
    }
    clearTimeout(timer);
    if (bytes > 0) yield Buffer.concat(parts, bytes);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    source.destroy();
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
}

// Ends a stream on which nothing moves any more: an engine behind a broken line says nothing, and no time limit fits a
// volume of any size.

import type { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';

const defaultLimit = 120_000;

/**
 * The stream's chunks. Only the time that the source takes for a chunk counts, not what its reader does with it.
 * @throws Failure `timed-out` when no chunk came within `limit` milliseconds, and the signal's reason when cancelled; the
 *   source is destroyed when the iteration ends, however it does.
 */
export async function* watchIdle(source: Readable, limit = defaultLimit, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const cancel = (): void => { source.destroy(asError(signal?.reason)); };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const giveUp = (): void => { source.destroy(new Failure('timed-out', `nothing came for ${limit / 1000} s`)); };
  let timer = setTimeout(giveUp, limit);
  try {
    for await (const chunk of source) {
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(giveUp, limit);
    }
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

// Ends a stream on which nothing moves any more: an engine behind a broken line says nothing, and no time limit fits a
// volume of any size. What it says comes in parts that are worth their work.

import { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import { release } from '#host/archive/release.ts';

const defaultLimit = 120_000;

/** Bytes that make a part: an engine sends 32 KB at a time, and each part costs what a hash and a thread take to begin. */
export const partSize = 256 * 1024;

/**
 * What streams in, gathered into parts of about that size. Only the time that the source takes for a chunk counts, not what its reader does with it.
 * @param turns how many buffers are used in turn: a part is valid until so many others were asked for. Each part has a buffer
 *   of its own if left out, which waits in memory for the garbage collector.
 * @throws Failure `timed-out` when no chunk came within `limit` milliseconds, and the signal's reason when cancelled; the
 *   source is destroyed when the iteration ends, however it does.
 */
export async function* watchIdle(source: Readable, limit = defaultLimit, signal?: AbortSignal, turns?: number): AsyncGenerator<Buffer, void, undefined> {
  const cancel = (): void => { source.destroy(asError(signal?.reason)); };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const parts = new Parts(turns, source instanceof IncomingMessage);
  const seen: { end?: { readonly error?: unknown }; wake(): void } = { wake: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  const flow = (): void => {
    timer = setTimeout(() => source.destroy(new Failure('timed-out', `nothing came for ${limit / 1000} s`)), limit);
    source.resume();
  };
  const take = (chunk: Buffer): void => {
    parts.add(chunk);
    timer?.refresh();
    if (!parts.isFull) return;
    clearTimeout(timer);
    source.pause();
    seen.wake();
  };
  finished(source, { writable: false }, (error) => {
    seen.end = error == null ? {} : { error };
    seen.wake();
  });
  source.on('data', take);
  try {
    flow();
    for (;;) {
      while (seen.end === undefined && !parts.isFull) await new Promise<void>((resolve) => { seen.wake = resolve; });
      if (seen.end?.error !== undefined) throw seen.end.error;
      const wasFull = parts.isFull;
      const part = parts.next();
      if (part === undefined) return;
      // It fills while this part is worked on.
      if (wasFull && !parts.isFull && seen.end === undefined) flow();
      yield part;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    source.off('data', take);
    source.destroy();
  }
}

/** Chunks as they came, and the parts that they make. */
class Parts {
  readonly #buffers: Buffer[] = [];
  readonly #turns: number | undefined;
  readonly #areOwn: boolean;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #made = 0;

  /** @param areOwn whether nobody else has to do with the chunks' memory: an answer's chunks are made for its one reader. */
  constructor(turns: number | undefined, areOwn: boolean) {
    this.#turns = turns;
    this.#areOwn = areOwn;
  }

  get isFull(): boolean { return this.#bytes >= partSize; }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** A whole part, or what is left; undefined where there is nothing. */
  next(): Buffer | undefined {
    const size = Math.min(partSize, this.#bytes);
    if (size === 0) return undefined;
    const [first] = this.#chunks;
    // What comes in large pieces, such as a file, is passed on as it is.
    if (this.#turns === undefined && first !== undefined && first.length >= partSize / 2) {
      this.#chunks.shift();
      this.#bytes -= first.length;
      return first;
    }
    const part = this.#buffer(size);
    let filled = 0;
    let whole = 0;
    for (const chunk of this.#chunks) {
      const copied = chunk.copy(part, filled);
      filled += copied;
      if (copied < chunk.length) {
        this.#chunks[whole] = chunk.subarray(copied);
        break;
      }
      whole += 1;
      if (this.#areOwn) release(chunk);
    }
    this.#chunks = this.#chunks.slice(whole);
    this.#bytes -= size;
    return part;
  }

  #buffer(size: number): Buffer {
    if (this.#turns === undefined) return Buffer.allocUnsafeSlow(size);
    const buffer = this.#buffers[this.#made % this.#turns] ??= Buffer.allocUnsafeSlow(partSize);
    this.#made += 1;
    return buffer.subarray(0, size);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
}

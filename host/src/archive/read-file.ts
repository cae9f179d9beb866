// Reads an archive of a backup again: as a stream of its tar for an engine, or from its beginning to its end to prove it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { PassThrough, pipeline } from 'node:stream';
import type { EntryConsent } from '#core/backup/entry-rules.ts';
import type { Archive } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { chunkSize, decompressor } from '#host/archive/compress.ts';
import { TarTap } from '#host/archive/read-tar.ts';
import { release } from '#host/archive/release.ts';
import { toOsPath } from '#host/node/file-path.ts';

export interface ReadOptions {
  /** A stream that decrypts; made anew for each file. */
  readonly open?: (() => Duplex) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes that were read since the last call, after decompression. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** What a file of a backup says of itself. */
export type StoredFile = Pick<Archive, 'file' | 'compression' | 'bytes' | 'sha256'>;

/**
 * The content of a file, decompressed. The hash of the file is checked on the way: the stream fails with `backup-damaged` at its
 * end, or before, where it is not the file that was written.
 * @throws the stream fails with the signal's reason when cancelled.
 */
export function openStored(root: FilePath, { file, compression, bytes, sha256 }: StoredFile, { open, signal, onBytes }: ReadOptions = {}): Readable {
  const hash = createHash('sha256');
  let read = 0;
  // Node ends a zstd stream that lacks a part of its last checksum as if it was whole: the end waits for the file's own.
  let isWhole: () => void = () => undefined;
  const whole = new Promise<void>((resolve) => { isWhole = resolve; });
  // A decompressor that was given as much as may wait for it asks for more when it has read all of that; what decrypts keeps a
  // part, and a mere file is passed on.
  const isTakenIn = (chunk: Buffer): boolean => chunk.length >= chunkSize && open === undefined && compression !== 'none';
  const checked = async function* checked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      read += chunk.length;
      if (read > bytes) break;
      hash.update(chunk);
      yield chunk;
      if (isTakenIn(chunk)) release(chunk);
    }
    if (read !== bytes) throw new Failure('backup-damaged', `${file} has ${read > bytes ? 'more than' : `${read} instead of`} ${bytes} bytes`);
    if (hash.digest('hex') !== sha256) throw new Failure('backup-damaged', `${file} is not what was written: its SHA-256 differs`);
    isWhole();
  };
  const told = async function* told(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      onBytes?.(chunk.length);
      yield chunk;
    }
    await whole;
  };
  const output = new PassThrough({ highWaterMark: chunkSize });
  const between = [open?.(), decompressor(compression)].filter((each) => each !== undefined);
  // The failure destroys `output` with it, whose reader hears of it.
  const stages: readonly unknown[] = [createReadStream(path.join(toOsPath(root), file), { highWaterMark: chunkSize }), checked, ...between, told, output];
  // The types know of no functions in a list.
  pipeline(stages as readonly Duplex[], () => undefined);
  return output;
}

/** The same in parts, each of which is valid until the next is asked for. */
export async function* readStored(root: FilePath, file: StoredFile, options: ReadOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of openStored(root, file, options) as AsyncIterable<Buffer>) {
    yield chunk;
    release(chunk);
  }
}

/**
 * Reads an archive whole and compares it with what the manifest says of it. What is wrong with it, in one sentence; undefined
 * where it is what was written. @throws the signal's reason when cancelled.
 */
export async function proveArchive(root: FilePath, archive: Archive, consent: EntryConsent, options: ReadOptions = {}): Promise<string | undefined> {
  const tap = new TarTap(consent);
  try {
    let read = 0;
    for await (const chunk of tap.through(readStored(root, archive, options))) {
      read += chunk.length;
      if (read > archive.tarBytes) return `${archive.file} holds more than the ${archive.tarBytes} bytes that were written`;
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    return problemOf(error, archive.file);
  }
  const sums = tap.sums();
  for (const key of ['tarBytes', 'tarSha256', 'entries', 'contentBytes'] as const) {
    if (sums[key] !== archive[key]) return `${archive.file}: ${key} is ${sums[key]} instead of ${archive[key]}`;
  }
  return undefined;
}

/** What is wrong with a file that could not be read to its end. @throws what is a defect. */
export function problemOf(error: unknown, file: string): string {
  if (error instanceof Failure) return error.message.startsWith(file) ? error.message : `${file}: ${error.message}`;
  if (!(error instanceof Error) || !('code' in error)) throw error;
  if (error.code === 'ENOENT') return `${file} is missing`;
  return `${file} cannot be read: ${error.message}`;
}

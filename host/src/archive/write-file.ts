// Writes what streams in to a file of a backup: compressed where it is worth it, hashed on both sides, readable by its owner
// alone, and on the disk before it is reported. Memory stays flat for any size.

import { createHash } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EntryConsent } from '#core/backup/entry-rules.ts';
import type { Archive } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import type { Compression } from '#host/archive/compress.ts';
import { chooseCompression, compressor, extensions, sampleSize, waitingSize } from '#host/archive/compress.ts';
import { TarTap } from '#host/archive/read-tar.ts';
import { partSize, watchIdle } from '#host/archive/idle.ts';
import { release } from '#host/archive/release.ts';
import { toOsPath } from '#host/node/file-path.ts';

export interface WriteOptions {
  /** What the name of the file ends with before the compression's own: `.tar`, `.sql`. */
  readonly extension: string;
  /** Chosen by the first bytes if left out. */
  readonly compression?: Compression | undefined;
  /** A stream that encrypts what is written; made anew for each file. */
  readonly seal?: (() => Duplex) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes that came in since the last call, before compression. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Milliseconds that nothing may come in before it fails with `timed-out`, 120 000 if left out. */
  readonly idleLimit?: number | undefined;
}

/** What was written. */
export interface WrittenFile {
  /** Relative to the backup's folder, with forward slashes. */
  readonly file: string;
  readonly compression: Compression;
  readonly bytes: number;
  readonly sha256: string;
  /** Of what came in. */
  readonly contentBytes: number;
  readonly contentSha256: string;
}

/**
 * Writes a tar archive and checks it on its way: that it is whole to its two blocks of zeros, and that an engine may be
 * given each of its entries (devices are taken here: what is there is saved).
 * @param root the backup's folder
 * @param stem the file's path in it without its extensions, such as `volumes/db-data`
 * @throws Failure `backup-damaged` where the archive is cut, `disk-full`, `timed-out`; the signal's reason when cancelled; what
 *   the source's stream fails with. No file is left then.
 */
export async function writeArchive(source: Readable, root: FilePath, stem: string, options: Omit<WriteOptions, 'extension'> = {}): Promise<Archive> {
  const consent: EntryConsent = { devices: true };
  const tap = new TarTap(consent);
  const { file, compression, bytes, sha256 } = await write(source, root, stem, { ...options, extension: '.tar' }, (chunks) => tap.through(chunks));
  return { file, compression, bytes, sha256, ...tap.sums() };
}

/** Writes any stream, such as a database's dump. Fails as `writeArchive` does. */
export async function writeStream(source: Readable, root: FilePath, stem: string, options: WriteOptions): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let contentBytes = 0;
  const written = await write(source, root, stem, options, async function* counted(chunks) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      contentBytes += chunk.length;
      yield chunk;
    }
  });
  return { ...written, contentBytes, contentSha256: hash.digest('hex') };
}

/** What waits for the compressor, the part that is gathered and the one that is tapped: no stage behind holds a part for longer. */
const turns = waitingSize / partSize + 3;

/** Bytes after which the disk is told to take what was written, while more comes in: at the end there is little left to wait for. */
const flushedEvery = 32 * 1024 * 1024;

type Tap = (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

async function write(source: Readable, root: FilePath, stem: string, options: WriteOptions, tap: Tap): Promise<Omit<WrittenFile, 'contentBytes' | 'contentSha256'>> {
  const { signal } = options;
  signal?.throwIfAborted();
  const chunks = watchIdle(source, options.idleLimit, signal, turns)[Symbol.asyncIterator]();
  const sample = await take(chunks);
  const compression = options.compression ?? chooseCompression(Buffer.concat(sample.parts).subarray(0, sampleSize));
  const file = `${stem}${options.extension}${extensions[compression]}`;
  const target = path.join(toOsPath(root), file);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const handle = await open(target, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    let flushed = 0;
    let flushing: Promise<void> | undefined;
    let unwritten: unknown;
    const between = [compressor(compression), options.seal?.()].filter((each) => each !== undefined);
    const stages: readonly unknown[] = [
      async function* all() {
        const rest: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => chunks };
        for await (const chunk of tap(joined(sample.parts, rest))) {
          options.onBytes?.(chunk.length);
          yield chunk;
        }
      },
      ...between,
      async (parts: AsyncIterable<Buffer>) => {
        for await (const part of parts) {
          hash.update(part);
          bytes += part.length;
          await handle.writeFile(part);
          // What comes as it was gathered is in a buffer that is used again.
          if (between.length > 0) release(part);
          if (flushing !== undefined || bytes - flushed < flushedEvery) continue;
          flushed = bytes;
          // A system tells of what it could not write once, and not again when all is synced.
          flushing = handle.datasync().then(() => { flushing = undefined; }, (error: unknown) => { unwritten ??= error; flushing = undefined; });
        }
        await flushing;
        if (unwritten !== undefined) throw unwritten;
      },
    ];
    // The types know of no functions in a list.
    await pipeline(stages as readonly Duplex[], { ...(signal !== undefined && { signal }) });
    await handle.sync();
    return { file, compression, bytes, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(target, { force: true });
    signal?.throwIfAborted();
    throw diskFailure(error, target);
  } finally {
    await handle.close();
    source.destroy();
  }
}

/** The parts that make the sample: as many as are there, up to its size. */
async function take(chunks: AsyncIterator<Buffer>): Promise<{ readonly parts: readonly Buffer[] }> {
  const parts: Buffer[] = [];
  for (let bytes = 0; bytes < sampleSize;) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    parts.push(value);
    bytes += value.length;
  }
  return { parts };
}

async function* joined(first: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield* first;
  yield* rest;
}

/** What the system says of a disk that takes no more, in the user's words; any other error is itself. */
export function diskFailure(error: unknown, target: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return new Failure('disk-full', `no room is left for ${target}`, { cause: error });
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return new Failure('permission-denied', `${target} cannot be written`, { cause: error });
  return error;
}

/** Bytes that this user may still write at a folder, or at the nearest one above it that exists; undefined where the system does not tell. */
export async function freeBytes(folder: FilePath): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(toOsPath(folder));
    return bavail * bsize;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const parent = path.posix.dirname(folder);
    return error.code === 'ENOENT' && parent !== folder ? freeBytes(parent) : undefined;
  }
}

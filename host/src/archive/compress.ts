// Chooses how an archive is compressed, by what the runtime has and what the content is like. Level 1 of each: more takes
// longer than the disk does.

import type { Duplex } from 'node:stream';
import zlib from 'node:zlib';
import type { Archive } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';

export type Compression = Archive['compression'];

/** What a file is called behind `.tar`. */
export const extensions: Readonly<Record<Compression, string>> = { none: '', gzip: '.gz', zstd: '.zst' };

/** How much of an archive is looked at to see whether it can be compressed. */
export const sampleSize = 512 * 1024;

/** Of the sample's size: what is not smaller than that is not worth the time. */
const worthwhile = 0.9;

/** Of the parts that streams work on: larger ones are not faster, and take memory until they are collected. */
export const chunkSize = 128 * 1024;

const hasZstd = typeof zlib.createZstdCompress === 'function';

/** Bytes that wait for a compressor, and behind it: so long whoever feeds it goes on, and the thread that compresses never waits. */
export const waitingSize = 1024 * 1024;

const waiting = { writableHighWaterMark: waitingSize, readableHighWaterMark: waitingSize };

const decompressing = { chunkSize, writableHighWaterMark: chunkSize };

const zstdOptions = { chunkSize, params: { [zlib.constants.ZSTD_c_compressionLevel]: 1, [zlib.constants.ZSTD_c_checksumFlag]: 1 } };

/** By the first bytes of an archive: `none` where they are compressed already, else what this runtime does best. */
export function chooseCompression(sample: Buffer): Compression {
  if (sample.length === 0) return 'none';
  const compressed = hasZstd ? zlib.zstdCompressSync(sample, zstdOptions) : zlib.gzipSync(sample, { level: 1 });
  return compressed.length > sample.length * worthwhile ? 'none' : hasZstd ? 'zstd' : 'gzip';
}

/** A stream that compresses; undefined for `none`. */
export function compressor(compression: Compression): Duplex | undefined {
  if (compression === 'none') return undefined;
  return compression === 'zstd' ? zlib.createZstdCompress({ ...zstdOptions, ...waiting }) : zlib.createGzip({ level: 1, chunkSize, ...waiting });
}

/** A stream that undoes it; undefined for `none`. @throws Failure `backup-damaged` where this runtime does not know the format. */
export function decompressor(compression: Compression): Duplex | undefined {
  if (compression === 'none') return undefined;
  if (compression === 'zstd' && !hasZstd) throw new Failure('backup-damaged', `Node ${process.version} cannot read zstd: Node 22.15 or newer can`);
  return compression === 'zstd' ? zlib.createZstdDecompress(decompressing) : zlib.createGunzip(decompressing);
}

// Reads what is in a tar archive that comes as a stream: counts and hashes it on its way to the disk, or lists its entries
// with the hash of each one's content.

import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { EntryConsent, TarEntry } from '#core/backup/entry-rules.ts';
import { entryJudge } from '#core/backup/entry-rules.ts';
import { Failure } from '#core/failure.ts';
import { TarParser } from '#host/archive/tar-parser.ts';

/** What a tar archive comes to. */
export interface TarSums {
  readonly tarBytes: number;
  readonly tarSha256: string;
  readonly entries: number;
  readonly contentBytes: number;
}

/** An entry with the SHA-256 of its content, in hexadecimal; undefined for what is no file. */
export interface HashedEntry extends TarEntry {
  readonly sha256: string | undefined;
}

/** Counts and hashes an archive that passes by, and judges its entries. */
export class TarTap {
  readonly #hash = createHash('sha256');
  readonly #parser: TarParser;
  #bytes = 0;

  constructor(consent: EntryConsent) {
    const judge = entryJudge(consent);
    this.#parser = new TarParser({
      entry(entry) {
        const problem = judge(entry);
        if (problem !== undefined) throw new Failure('backup-damaged', problem);
      },
    });
  }

  /** For `pipeline`: passes everything on. @throws Failure `backup-damaged` for what is no whole archive, or has an entry that is refused. */
  async *through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      this.#bytes += chunk.length;
      this.#hash.update(chunk);
      this.#parser.push(chunk);
      yield chunk;
    }
    this.#parser.end();
  }

  /** Once, when all has passed. */
  sums(): TarSums {
    return { tarBytes: this.#bytes, tarSha256: this.#hash.digest('hex'), entries: this.#parser.entries, contentBytes: this.#parser.contentBytes };
  }
}

/**
 * The entries of an archive in its order, in batches, each with the hash of its content. No content is held; the source is
 * read as fast as the batches are taken.
 * @throws Failure `backup-damaged` for what is no whole archive.
 */
export async function* readEntries(source: AsyncIterable<Buffer>): AsyncGenerator<readonly HashedEntry[], void, undefined> {
  let batch: HashedEntry[] = [];
  let hash: Hash | undefined;
  const parser = new TarParser({
    entry({ type }) { hash = type === 'file' ? createHash('sha256') : undefined; },
    content(part) { hash?.update(part); },
    ended(entry) { batch.push({ ...entry, sha256: hash?.digest('hex') }); },
  });
  for await (const chunk of source) {
    parser.push(chunk);
    if (batch.length === 0) continue;
    yield batch;
    batch = [];
  }
  parser.end();
}

// Reads a whole backup back: every file is hashed, and every archive decrypted, decompressed and taken apart. What it finds is
// written down beside the manifest.

import { createHash } from 'node:crypto';
import type { BackedUpFile, Manifest } from '#core/backup/manifest.ts';
import { verifiedName, type Verified } from '#core/backup/verified.ts';
import type { Progress } from '#core/backup/progress.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { problemOf, proveArchive, readStored, type ReadOptions, type StoredFile } from '#host/archive/read-file.ts';
import { decrypting, type Key } from '#host/backup/encryption.ts';
import { meter } from '#host/backup/meter.ts';
import { writePrivate } from '#host/node/write-private.ts';

export interface VerifyOptions {
  /** Of a backup that is encrypted. Without it only the files themselves are hashed. */
  readonly key?: Key | undefined;
  /** False where a device node in an archive is damage: by one a container reaches the disks of the machine. True if left out. */
  readonly devices?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Files that are read at once. */
const atOnce = 2;

/** Demands the key that a backup was encrypted with. @throws Failure `command-failed` for another one. */
export function demandKey({ encryption }: Pick<Manifest, 'encryption'>, key: Key | undefined): void {
  if (encryption != null && key !== undefined && encryption.keyId !== key.id) {
    throw new Failure('command-failed', `the backup was encrypted with the key ${encryption.keyId}, and this is ${key.id}`);
  }
}

/** How the files of a backup are decrypted; undefined where they are not encrypted. @throws Failure `command-failed` without the key. */
export function opener({ id, encryption }: Pick<Manifest, 'id' | 'encryption'>, key: Key | undefined): ((file: string) => ReadOptions['open']) {
  if (encryption == null) return () => undefined;
  demandKey({ encryption }, key);
  if (key === undefined) throw new Failure('command-failed', `the backup is encrypted with the key ${encryption.keyId}: backup.keyFile in composure.yaml says where that is`);
  return (file) => () => decrypting(key, id, file);
}

/** What is wrong, each problem in a sentence that begins with a file's name; none where all is as it was written. */
export async function findDamage(folder: FilePath, manifest: Manifest, options: VerifyOptions = {}): Promise<readonly string[]> {
  const { signal, key, devices = true, onProgress } = options;
  const openOf = opener(manifest, key);
  const archives = [...manifest.volumes, ...manifest.binds].map(({ archive }) => archive);
  const total = [...archives.map(({ tarBytes }) => tarBytes), ...manifest.dumps.map(({ contentBytes }) => contentBytes), ...manifest.images.map(({ bytes }) => bytes)].reduce((sum, bytes) => sum + bytes, 0);
  const progress = meter(total, onProgress);
  progress.step('Verifying');
  const reading = (file: string): ReadOptions => ({ open: openOf(file), signal, onBytes: (bytes) => progress.bytes(bytes) });
  const work: readonly (() => Promise<string | undefined>)[] = [
    ...archives.map((archive) => () => proveArchive(folder, archive, { devices }, reading(archive.file))),
    ...manifest.dumps.map((dump) => () => proveContent(folder, dump, reading(dump.file), dump)),
    ...manifest.images.map((image) => () => proveContent(folder, image, reading(image.file))),
    ...manifest.files.map((file) => () => proveContent(folder, asStored(file), reading(file.file))),
  ];
  const problems: (string | undefined)[] = Array.from({ length: work.length });
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < work.length) {
      const index = next;
      next += 1;
      problems[index] = await work[index]?.();
    }
  }));
  signal?.throwIfAborted();
  return problems.filter((problem) => problem !== undefined);
}

/** Verifies a backup and writes down beside its manifest how that went. */
export async function verifyBackup(folder: FilePath, manifest: Manifest, options: VerifyOptions = {}): Promise<Verified> {
  const problems = await findDamage(folder, manifest, options);
  const verified: Verified = { at: new Date().toISOString(), ok: problems.length === 0, problems };
  await writeVerified(folder, verified);
  return verified;
}

/** A backup on a disk that cannot be written to can be verified all the same. */
export async function writeVerified(folder: FilePath, verified: Verified): Promise<void> {
  try {
    await writePrivate(`${folder}/${verifiedName}`, `${JSON.stringify(verified, undefined, 2)}\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EROFS' || error.code === 'EACCES' || error.code === 'EPERM'))) throw error;
  }
}

/** A text of the project is stored as it is. */
export function asStored({ file, bytes, sha256 }: BackedUpFile): StoredFile {
  return { file, bytes, sha256, compression: 'none' };
}

async function proveContent(folder: FilePath, stored: StoredFile, reading: ReadOptions, content?: { readonly contentBytes: number; readonly contentSha256: string }): Promise<string | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of readStored(folder, stored, reading)) {
      hash.update(chunk);
      bytes += chunk.length;
      if (content !== undefined && bytes > content.contentBytes) break;
    }
  } catch (error) {
    reading.signal?.throwIfAborted();
    return problemOf(error, stored.file);
  }
  if (content !== undefined && (bytes !== content.contentBytes || hash.digest('hex') !== content.contentSha256)) return `${stored.file} does not hold what was written`;
  return undefined;
}

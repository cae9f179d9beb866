// Encrypts the files of a backup with a key of the user's, so that nothing can be read, changed, cut off, or moved from one
// place or backup to another without being noticed. It is the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár,
// 2015), as age has it, with the platform's AES-256-GCM. docs/backup-format.md describes the bytes.

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, type KeyObject, createSecretKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';

export interface Key {
  readonly secret: KeyObject;
  /** Tells keys apart without giving one away. */
  readonly id: string;
}

const magic = Buffer.from('composure-backup-1\n');
const saltBytes = 32;
const chunkBytes = 64 * 1024;
const tagBytes = 16;

/**
 * Reads a key file: 32 bytes in hexadecimal, as `openssl rand -hex 32` prints them. A path that begins with `~` lies in the
 * home folder, another relative one in `from`.
 * @throws Failure `command-failed` where there is no key, or others than its owner can read it.
 */
export async function readKeyFile(said: string, from: FilePath): Promise<Key> {
  const file = said.startsWith('~/') ? path.join(homedir(), said.slice(2)) : path.resolve(toOsPath(from), said);
  const shown = toFilePath(file);
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Failure('command-failed', `the key file ${shown} can be read by others: chmod 600 keeps it to you`);
    const text = (await readFile(file, 'utf8')).trim();
    if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new Failure('command-failed', `the key file ${shown} holds no key: openssl rand -hex 32 prints one`);
    return keyOf(Buffer.from(text, 'hex'));
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error && 'code' in error)) throw error;
    throw new Failure('command-failed', `the key file ${shown} cannot be read: ${error.message}`, { cause: error });
  }
}

/** A key of 32 bytes. */
export function keyOf(bytes: Buffer): Key {
  return { secret: createSecretKey(bytes), id: createHash('sha256').update('composure backup key\n').update(bytes).digest('hex').slice(0, 16) };
}

/** Each file has a key of its own, made of its salt, the backup that it belongs to and its place in it. */
function fileKey({ secret }: Key, salt: Buffer, backup: string, file: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, `${backup}\n${placeOf(file)}`, 32));
}

/** The number of the chunk in eleven bytes, and whether it is the last one. */
function nonceOf(chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** What a file's key is bound to: its path in the backup without what its name ends with. */
function placeOf(file: string): string {
  return file.replace(/\.(?:gz|zst)$/, '').replace(/\.[^./]+$/, '');
}

/** Encrypts what is written to it. `file` is the path in the backup; whether its name ends as that of a compressed one does not matter. */
export function encrypting(key: Key, backup: string, file: string): Transform {
  const salt = randomBytes(saltBytes);
  const own = fileKey(key, salt, backup, file);
  let chunk = 0;
  const seal = (text: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(chunk, isLast));
    chunk += 1;
    return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  };
  return chunked(chunkBytes, {
    begin: () => Buffer.concat([magic, salt]),
    chunk: seal,
  });
}

/** Decrypts what `encrypting` made. The stream fails with a Failure `backup-damaged` at the first chunk that is not as it was. */
export function decrypting(key: Key, backup: string, file: string): Transform {
  let own: Buffer | undefined;
  let chunk = 0;
  const head = magic.length + saltBytes;
  const wrong = (): Failure => new Failure('backup-damaged', `${file} cannot be decrypted: it was changed, or this is not its key`);
  return chunked(chunkBytes + tagBytes, {
    head, readHead: (bytes) => {
      if (!bytes.subarray(0, magic.length).equals(magic)) throw wrong();
      own = fileKey(key, bytes.subarray(magic.length), backup, file);
    },
    chunk: (sealed, isLast) => {
      if (own === undefined || sealed.length < tagBytes) throw wrong();
      try {
        const cipher = createDecipheriv('aes-256-gcm', own, nonceOf(chunk, isLast));
        chunk += 1;
        cipher.setAuthTag(sealed.subarray(-tagBytes));
        return Buffer.concat([cipher.update(sealed.subarray(0, -tagBytes)), cipher.final()]);
      } catch (error) {
        if (error instanceof Error) throw wrong();
        throw error;
      }
    },
  });
}

interface Chunks {
  readonly begin?: () => Buffer;
  /** Bytes before the first chunk. */
  readonly head?: number;
  readonly readHead?: (bytes: Buffer) => void;
  readonly chunk: (bytes: Buffer, isLast: boolean) => Buffer;
}

/** Cuts what is written into chunks of one size; the last one may be shorter, also empty, and is known as the last. */
function chunked(size: number, { begin, head = 0, readHead, chunk }: Chunks): Transform {
  let parts: Buffer[] = [];
  let length = 0;
  let headLeft = head;
  let hasBegun = false;
  const take = (bytes: number): Buffer => {
    const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    parts = [all.subarray(bytes)];
    length -= bytes;
    return all.subarray(0, bytes);
  };
  const work = (stream: Transform): void => {
    if (!hasBegun && begin !== undefined) stream.push(begin());
    hasBegun = true;
    if (headLeft > 0 && length >= headLeft) {
      readHead?.(take(headLeft));
      headLeft = 0;
    }
    // What fills a chunk exactly may be the last one: it waits for the next byte.
    for (let chunks = headLeft > 0 ? 0 : Math.ceil(length / size) - 1; chunks > 0; chunks -= 1) stream.push(chunk(take(size), false));
  };
  const guarded = (work: () => void, done: (error?: Error | null) => void): void => {
    try {
      work();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    done();
  };
  return new Transform({
    transform(bytes: Buffer, _, done) {
      guarded(() => {
        parts.push(bytes);
        length += bytes.length;
        work(this);
      }, done);
    },
    flush(done) {
      guarded(() => {
        work(this);
        this.push(chunk(headLeft > 0 ? Buffer.alloc(0) : take(length), true));
      }, done);
    },
  });
}

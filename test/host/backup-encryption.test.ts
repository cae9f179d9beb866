// That nothing of an encrypted file can be changed, cut off or moved without being noticed.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decrypting, encrypting, keyOf } from '#host/backup/encryption.ts';

const key = keyOf(randomBytes(32));
const chunk = 64 * 1024;
const head = 19 + 32;

async function through(stream: Transform, content: Buffer, piece = 100_000): Promise<Buffer> {
  const parts: Buffer[] = [];
  const pieces = Array.from({ length: Math.ceil(content.length / piece) }, (_, index) => content.subarray(index * piece, (index + 1) * piece));
  await pipeline(Readable.from(pieces, { objectMode: false }), stream, async (out: AsyncIterable<Buffer>) => { for await (const part of out) parts.push(part); });
  return Buffer.concat(parts);
}

const seal = (content: Buffer, file = 'volumes/a.tar.zst', piece?: number): Promise<Buffer> => through(encrypting(key, 'shop-1', file), content, piece);
const open = (sealed: Buffer, { file = 'volumes/a.tar.zst', id = 'shop-1', own = key, piece = 100_000 } = {}): Promise<Buffer> => through(decrypting(own, id, file), sealed, piece);

describe('encrypting a backup', () => {
  it('gives back what was given, of every length and in pieces of any size', async () => {
    for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 7]) {
      const content = randomBytes(length);
      for (const piece of [7_001, chunk, 1_000_000]) {
        const sealed = await seal(content, undefined, piece);
        assert.equal(sealed.length, head + length + 16 * Math.max(1, Math.ceil(length / chunk)));
        assert.ok((await open(sealed, { piece })).equals(content), `${length} in pieces of ${piece}`);
      }
    }
  });

  it('says the same thing twice in different words', async () => {
    const content = Buffer.alloc(1000);
    assert.ok(!(await seal(content)).equals(await seal(content)));
  });

  it('notices each change', async () => {
    const content = randomBytes(3 * chunk + 100);
    const sealed = await seal(content);
    const part = (index: number): Buffer => sealed.subarray(head + index * (chunk + 16), Math.min(sealed.length, head + (index + 1) * (chunk + 16)));
    const other = await seal(content);
    const changed = (at: number): Buffer => {
      const copy = Buffer.from(sealed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const cases: Readonly<Record<string, Buffer>> = {
      'nothing': Buffer.alloc(0), 'half a head': sealed.subarray(0, 30), 'a head alone': sealed.subarray(0, head),
      'magic': changed(0), 'salt': changed(25), 'first byte': changed(head), 'a tag': changed(head + chunk + 3), 'last byte': changed(sealed.length - 1),
      'cut within a chunk': sealed.subarray(0, sealed.length - 1), 'cut behind a chunk': sealed.subarray(0, head + 2 * (chunk + 16)), 'cut behind the first': sealed.subarray(0, head + chunk + 16),
      'longer': Buffer.concat([sealed, Buffer.alloc(1)]), 'with a chunk twice': Buffer.concat([sealed.subarray(0, head), part(0), part(0), part(1), part(2), part(3)]),
      'in another order': Buffer.concat([sealed.subarray(0, head), part(1), part(0), part(2), part(3)]), 'without its first': Buffer.concat([sealed.subarray(0, head), part(1), part(2), part(3)]),
      'with a chunk of another file': Buffer.concat([sealed.subarray(0, head), other.subarray(head, head + chunk + 16), part(1), part(2), part(3)]),
    };
    for (const [name, bytes] of Object.entries(cases)) await assert.rejects(open(bytes), /cannot be decrypted/, name);
  });

  it('holds in one place of one backup, with one key', async () => {
    const sealed = await seal(Buffer.from('x'));
    await assert.rejects(open(sealed, { file: 'volumes/b.tar.zst' }), /volumes\/b\.tar\.zst cannot be decrypted/);
    await assert.rejects(open(sealed, { id: 'shop-2' }), /cannot be decrypted/);
    await assert.rejects(open(sealed, { own: keyOf(randomBytes(32)) }), /cannot be decrypted/);
    assert.equal((await open(sealed, { file: 'volumes/a.tar' })).toString(), 'x');
    assert.match(key.id, /^[0-9a-f]{16}$/);
  });
});

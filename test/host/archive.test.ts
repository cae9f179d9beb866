// Archives: what GNU tar and the engine write is read entry by entry, and what was cut, changed or made to do harm is refused.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { chmod, lutimes, mkdir, mkdtemp, readFile, rm, stat, symlink, truncate, writeFile, link } from 'node:fs/promises';
import { createServer, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { entryJudge, shown, type TarEntry } from '#core/backup/entry-rules.ts';
import { Failure } from '#core/failure.ts';
import { compareArchives } from '#host/archive/compare.ts';
import { watchIdle } from '#host/archive/idle.ts';
import { openStored, proveArchive, readStored } from '#host/archive/read-file.ts';
import { readEntries, type HashedEntry } from '#host/archive/read-tar.ts';
import { selectEntries } from '#host/archive/select-entries.ts';
import { writeArchive } from '#host/archive/write-file.ts';
import { decrypting, encrypting, keyOf } from '#host/backup/encryption.ts';

const run = promisify(execFile);

async function entriesOf(source: AsyncIterable<Buffer>): Promise<readonly HashedEntry[]> {
  const all: HashedEntry[] = [];
  for await (const batch of readEntries(source)) all.push(...batch);
  return all;
}

/** The archive in parts of a size that cuts every header somewhere. */
async function* inParts(archive: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

/** A header by hand, with its checksum. */
function header(name: string, flag: string, size = 0, link = ''): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'latin1');
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(flag, 156);
  block.write(link, 157, 100, 'latin1');
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const end = Buffer.alloc(1024);

describe('archives', function () {
  this.timeout(60_000);
  let folder: string;
  let tar: Buffer;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-archive-'));
    const data = path.join(folder, 'data');
    await mkdir(path.join(data, 'deep', 'er'), { recursive: true });
    await writeFile(path.join(data, 'empty'), '');
    await writeFile(path.join(data, 'random'), Buffer.from(Array.from({ length: 70_001 }, (_, index) => (index * 7919) % 251)));
    await writeFile(path.join(data, 'n'.repeat(200)), 'long');
    await writeFile(path.join(data, 'deep', 'er', 'line\nbreak'), 'odd');
    await writeFile(Buffer.concat([Buffer.from(`${data}/bad-`), Buffer.from([0xff, 0xfe])]), 'no text');
    await writeFile(path.join(data, 'größe 漢字'), 'text');
    await symlink('../../somewhere/'.repeat(10), path.join(data, 'link'));
    await link(path.join(data, 'random'), path.join(data, 'twin'));
    await chmod(path.join(data, 'random'), 0o4711);
    await lutimes(path.join(data, 'empty'), 5_000_000_000, 5_000_000_000);
    await run('mkfifo', [path.join(data, 'fifo')]);
    await run('tar', ['--format=posix', '--sort=name', '-C', folder, '-cf', path.join(folder, 'posix.tar'), 'data']);
    await run('tar', ['--format=gnu', '--sort=name', '-C', folder, '-cf', path.join(folder, 'gnu.tar'), 'data']);
    tar = await readFile(path.join(folder, 'posix.tar'));
  });

  after(() => rm(folder, { recursive: true }));

  it('are read as they were written, in parts of any size, in both of the forms of GNU tar', async () => {
    const wanted = await entriesOf(inParts(tar, 1 << 20));
    assert.deepEqual(wanted.map(({ name, type, size }) => `${type} ${shown(name)} ${size}`), [
      'folder data 0', 'file data/bad-\\xff\\xfe 7', 'folder data/deep 0', 'folder data/deep/er 0', 'file data/deep/er/line\\x0abreak 3', 'file data/empty 0', 'fifo data/fifo 0',
      'file data/größe 漢字 4', 'symlink data/link 0', `file data/${'n'.repeat(200)} 4`, 'file data/random 70001', 'hardlink data/twin 0',
    ]);
    const random = wanted.find(({ name }) => name === 'data/random');
    const { mtimeMs, uid } = await stat(path.join(folder, 'data/random'));
    assert.equal(random?.sha256, createHash('sha256').update(await readFile(path.join(folder, 'data/random'))).digest('hex'));
    assert.deepEqual([random?.mode, random?.uid, Math.floor(random?.mtime ?? 0)], [0o4711, uid, Math.floor(mtimeMs / 1000)]);
    assert.equal(wanted.find(({ name }) => name === 'data/empty')?.mtime, 5_000_000_000);
    assert.equal(wanted.find(({ name }) => name === 'data/link')?.link, '../../somewhere/'.repeat(10));
    for (const size of [1, 511, 512, 513, 10_007]) assert.deepEqual(await entriesOf(inParts(tar, size)), wanted);
    assert.deepEqual(await compareArchives(inParts(tar, 4096), createReadStream(path.join(folder, 'gnu.tar'))), []);
  });

  it('that are cut anywhere are refused, also between two entries', async () => {
    const whole = tar.length - (tar.length % 512);
    const cuts = new Set([0, 1, 512, ...Array.from({ length: 40 }, (_, index) => Math.floor((whole * index) / 40)), tar.lastIndexOf(Buffer.from('ustar')) - 257 + 512]);
    for (const cut of cuts) {
      const isZeroed = tar.subarray(0, cut).length >= 1024 && tar.subarray(cut - 1024, cut).every((byte) => byte === 0);
      if (isZeroed) continue;
      await assert.rejects(entriesOf(inParts(tar.subarray(0, cut), 4096)), (error) => error instanceof Failure && error.kind === 'backup-damaged', `cut at ${cut}`);
    }
  });

  it('with a byte of a header changed are refused', async () => {
    for (const at of [0, 100, 124, 140, 156, 257]) {
      const changed = Buffer.from(tar);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      await assert.rejects(entriesOf(inParts(changed, 4096)), /checksum|archive/, `byte ${at}`);
    }
    await assert.rejects(entriesOf(inParts(Buffer.concat([tar, Buffer.from('more')]), 4096)), /behind its end/);
  });

  it('of a backup are compressed, hashed on both sides, and proved', async () => {
    const root = path.join(folder, 'backup');
    const archive = await writeArchive(Readable.from([tar], { objectMode: false }), root, 'volumes/data');
    assert.deepEqual([archive.entries, archive.tarBytes, archive.contentBytes], [12, tar.length, 70_019]);
    assert.equal((await stat(path.join(root, archive.file))).mode & 0o777, 0o600);
    assert.equal(archive.sha256, createHash('sha256').update(await readFile(path.join(root, archive.file))).digest('hex'));
    assert.equal(await proveArchive(root, archive, { devices: true }), undefined);
    assert.deepEqual(await compareArchives(openStored(root, archive), inParts(tar, 999)), []);
    const bytes = await readFile(path.join(root, archive.file));
    for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path.join(root, archive.file), changed);
      assert.match(await proveArchive(root, archive, { devices: true }) ?? '', /volumes\/data\.tar/, `byte ${at}`);
    }
    await writeFile(path.join(root, archive.file), bytes);
    await truncate(path.join(root, archive.file), bytes.length - 1);
    assert.match(await proveArchive(root, archive, { devices: true }) ?? '', /bytes|cannot be read/);
    await rm(path.join(root, archive.file));
    assert.equal(await proveArchive(root, archive, { devices: true }), `${archive.file} is missing`);
  });

  it('that do not compress are kept as they are', async () => {
    const noise = createHash('sha256');
    const content = Buffer.concat(Array.from({ length: 40_000 }, (_, index) => noise.copy().update(String(index)).digest()));
    const archive = await writeArchive(Readable.from([header('data', '5'), header('data/noise', '0', content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512), end], { objectMode: false }), path.join(folder, 'noise'), 'data');
    assert.deepEqual([archive.compression, archive.file], ['none', 'data.tar']);
  });

  it('are the same again from an answer in chunks of any size, compressed and encrypted or not', async () => {
    const parts = [header('data', '5')];
    for (let file = 0; file < 24; file++) {
      const size = 1 + ((file * 77_777) % 500_000);
      parts.push(header(`data/${file}`, '0', size), file % 2 === 0 ? randomBytes(size) : Buffer.alloc(size, `line ${file} `), Buffer.alloc((512 - (size % 512)) % 512));
    }
    const whole = Buffer.concat([...parts, end]);
    const server = createServer((_, response) => { Readable.from((function* chunks() {
      for (let at = 0, turn = 0; at < whole.length; turn++) yield whole.subarray(at, at += [32_768, 1, 70_000, 388, 300_000][turn % 5] ?? 0);
    })(), { objectMode: false }).pipe(response); });
    await new Promise<void>((resolve) => { server.listen(path.join(folder, 'answers.sock'), resolve); });
    const answer = async (): Promise<IncomingMessage> => (await once(request({ socketPath: path.join(folder, 'answers.sock') }).end(), 'response') as [IncomingMessage])[0];
    const key = keyOf(randomBytes(32));
    try {
      for (const compression of ['none', 'gzip', 'zstd'] as const) {
        for (const isSealed of [false, true]) {
          const name = `${compression}-${isSealed}`;
          const open = isSealed ? () => decrypting(key, 'shop-1', name) : undefined;
          const archive = await writeArchive(await answer(), path.join(folder, 'again'), name, { compression, seal: isSealed ? () => encrypting(key, 'shop-1', name) : undefined });
          assert.deepEqual([archive.tarBytes, archive.tarSha256], [whole.length, createHash('sha256').update(whole).digest('hex')], name);
          assert.equal(await proveArchive(path.join(folder, 'again'), archive, { devices: false }, { open }), undefined, name);
          assert.deepEqual(await compareArchives(readStored(path.join(folder, 'again'), archive, { open }), watchIdle(await answer(), undefined, undefined, 2)), [], name);
          const read: Buffer[] = [];
          for await (const chunk of watchIdle(openStored(path.join(folder, 'again'), archive, { open }))) read.push(chunk);
          assert.ok(Buffer.concat(read).equals(whole), name);
        }
      }
      // Also where the last chunk of the file is a small one, or a whole one.
      for (let size = 100_000; size < 700_000; size += 33_333) {
        const tar = [header('data', '5'), header('data/noise', '0', size), randomBytes(size), Buffer.alloc((512 - (size % 512)) % 512), end];
        for (const compression of ['gzip', 'zstd'] as const) {
          const archive = await writeArchive(Readable.from(tar, { objectMode: false }), path.join(folder, 'again'), `${compression}-${size}`, { compression });
          assert.equal(await proveArchive(path.join(folder, 'again'), archive, { devices: false }), undefined, archive.file);
        }
      }
    } finally {
      server.close();
    }
  });

  it('leave no file where what streams in is no whole archive', async () => {
    const root = path.join(folder, 'cut');
    await assert.rejects(writeArchive(Readable.from([tar.subarray(0, 3000)], { objectMode: false }), root, 'data'), /ends in the middle/);
    await assert.rejects(stat(path.join(root, 'data.tar')), /ENOENT/);
    const silent = new Readable({ read() { /* nothing ever comes */ } });
    await assert.rejects(writeArchive(silent, root, 'silent', { idleLimit: 50 }), (error) => error instanceof Failure && error.kind === 'timed-out');
    const cancel = new AbortController();
    const working = writeArchive(new Readable({ read() { setTimeout(() => cancel.abort(new Error('enough')), 20); } }), root, 'cancelled', { signal: cancel.signal });
    await assert.rejects(working, /enough/);
  });

  it('with entries that lead out, reach the machine or cannot be are refused', () => {
    const entry = (more: Partial<TarEntry>): TarEntry => ({ name: 'data', type: 'folder', size: 0, mode: 0o755, uid: 0, gid: 0, mtime: 0, link: '', major: 0, minor: 0, attributes: new Map(), ...more });
    const judged = (...entries: readonly Partial<TarEntry>[]): string | undefined => {
      const judge = entryJudge({ devices: false });
      return [entry({}), ...entries.map(entry)].map(judge).find((problem) => problem !== undefined);
    };
    for (const [name, said] of [['/etc/passwd', /absolute/], ['data/../x', /leads out/], ['..', /leads out/], ['other/x', /outside of data/], ['datax', /outside/], ['data//x', /roundabout/], ['data/./x', /roundabout/],
      [`data/${'x'.repeat(256)}`, /too long/], [`data/${'x/'.repeat(2100)}x`, /too long/], ['data', /outside/], ['', /no name/]] as const) assert.match(judged({ name, type: 'file' }) ?? '', said, name);
    assert.match(judged({ name: 'data/l', type: 'hardlink', link: '/etc/shadow' }) ?? '', /hard link to \/etc\/shadow/);
    assert.match(judged({ name: 'data/l', type: 'symlink', link: '/etc' }, { name: 'data/l/passwd', type: 'file' }) ?? '', /through the link data\/l/);
    assert.equal(judged({ name: 'data/l', type: 'symlink', link: '../../etc' }, { name: 'data/lx', type: 'file' }, { name: `data/${'漢'.repeat(85)}`, type: 'file' }), undefined);
    assert.match(judged({ name: 'data/sda', type: 'block-device', major: 8 }) ?? '', /device \(8:0\)/);
    assert.equal(judged({ name: 'data/wh', type: 'character-device' }, { name: 'data/.wh.x', type: 'file' }), undefined);
    assert.match(judged({ name: 'data/s', type: 'other' }) ?? '', /no volume holds/);
    assert.equal(entryJudge({ devices: true })(entry({ type: 'block-device', major: 8 })), undefined);
  });

  it('with headers that lie are refused', async () => {
    const read = (...parts: readonly Buffer[]): Promise<unknown> => entriesOf(inParts(Buffer.concat(parts), 512));
    await assert.rejects(read(header('data', '5'), header('x', 'x', 2 ** 30), end), /name of 1073741824 bytes/);
    await assert.rejects(read(header('data', '5'), header('data/x', '0', 2 ** 32), end), /in the middle of data\/x/);
    await assert.rejects(read(header('data', '5'), header('x', 'x', 5), Buffer.from('abcde'.padEnd(512, '\0')), end), /extended header/);
    await assert.rejects(read(header('data', '5'), Buffer.alloc(512), header('data/x', '0'), end), /behind its end/);
    await assert.rejects(read(header('data', '5'), header('L', 'L', 3), Buffer.from('abc'.padEnd(512, '\0')), end), /belongs to no entry/);
  });

  it('give single files and folders away, byte for byte as tar reads them', async () => {
    const chosen = await Readable.from(selectEntries(inParts(tar, 700), ({ name }) => name.startsWith('data/deep') || name === 'data/random' || name === 'data/twin')).toArray();
    await writeFile(path.join(folder, 'chosen.tar'), Buffer.concat(chosen as Buffer[]));
    const { stdout } = await run('tar', ['-tf', path.join(folder, 'chosen.tar'), '--quoting-style=escape']);
    assert.equal(stdout, 'data/deep/\ndata/deep/er/\ndata/deep/er/line\\nbreak\ndata/random\ndata/twin\n');
    await assert.rejects(Readable.from(selectEntries(inParts(tar, 700), ({ name }) => name === 'data/twin')).toArray(), /hard link to data\/random: name both/);
  });

  it('that differ say in what', async () => {
    const file = (name: string, text: string, mode = '0000644\0'): readonly Buffer[] => {
      const block = header(name, '0', text.length);
      block.write(mode, 100);
      block.write('        ', 148);
      block.write(`${block.reduce((total, byte) => total + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
      return [block, Buffer.from(text.padEnd(512, '\0'))];
    };
    const of = (...parts: readonly Buffer[]): AsyncIterable<Buffer> => inParts(Buffer.concat([header('data', '5'), ...parts, end]), 512);
    assert.deepEqual(await compareArchives(of(...file('data/a', 'one'), ...file('data/b', 'same'), ...file('data/c', 'x')), of(...file('data/b', 'same', '0000600\0'), ...file('data/a', 'two'), ...file('data/d', 'x'))), [
      'data/b has mode 600 instead of 644', 'data/a has other content', 'data/c is missing', 'data/d is there and should not be',
    ]);
    assert.deepEqual(await compareArchives(of(...file('data/a', '1'), ...file('data/b', '2')), of(...file('data/b', '2'), ...file('data/a', '1'))), []);
  });
});

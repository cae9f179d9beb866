// Helpers on the real engine: what they read and write, what they leave behind, and what half of an archive does.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import { proveArchive, openStored } from '#host/archive/read-file.ts';
import { readEntries } from '#host/archive/read-tar.ts';
import { writeArchive } from '#host/archive/write-file.ts';
import { replaceContent } from '#host/backup/replace-content.ts';
import { sweepHelpers, withHelper } from '#host/backup/volume-helper.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import { withEngine } from './with-engine.ts';

describe('a helper of a volume', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  const volume = `composure-${randomBytes(6).toString('hex')}`;
  let folder: string;
  const sh = (script: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/v`, 'composure-test/busybox:1', 'sh', '-c', `cd /v; ${script}`);
  const own = async (): Promise<string> => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${volume}`);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-helper-'));
    await docker('volume', 'create', volume);
    await sh('head -c 3000000 /dev/urandom > random; echo x > x; mkdir -p a; echo b > a/b; touch .hidden; chown 7:8 .; chmod 2750 .');
  });

  afterEach(async () => { assert.equal(await own(), ''); });

  after(async () => {
    engine.dispose();
    await docker('volume', 'rm', volume);
    await rm(folder, { recursive: true, force: true });
  });

  it('reads, empties and writes it, its root with it, and takes no volume of an image along', async () => {
    const archive = await withHelper(engine, { kind: 'volume', name: volume }, async (helper) => writeArchive(await helper.read(), folder, 'one'));
    assert.equal(await proveArchive(folder, archive, { devices: false }), undefined);
    const volumes = await docker('volume', 'ls', '--quiet', '--filter', 'dangling=true');
    await withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
      assert.equal(await helper.isEmpty(), false);
      await helper.empty([]);
      assert.equal(await helper.isEmpty(), true);
      await helper.write(openStored(folder, archive));
    });
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', 'dangling=true', '--filter', 'label=com.docker.volume.anonymous'), '');
    assert.ok(volumes.split('\n').includes(volume));
    assert.equal(await sh('stat -c "%a %u %g" .; ls -A | tr "\\n" " "; cat a/b'), '2750 7 8\n.hidden a random x b');
  });

  it('is not made for a volume that does not exist, and makes none', async () => {
    const missing = `${volume}-missing`;
    await assert.rejects(withHelper(engine, { kind: 'volume', name: missing }, async () => undefined), new RegExp(`the volume ${missing} does not exist`));
    await assert.rejects(docker('volume', 'inspect', missing));
  });

  it('is gone after a failure, and after a cancel in the middle of a stream', async () => {
    await assert.rejects(withHelper(engine, { kind: 'volume', name: volume }, async () => { throw new Failure('command-failed', 'no luck'); }), /no luck/);
    const cancel = new AbortController();
    const slow = withHelper(engine, { kind: 'volume', name: volume }, async (helper) => (
      writeArchive(await helper.read(cancel.signal), folder, 'cancelled', { signal: cancel.signal, onBytes: () => cancel.abort(new Error('enough')) })
    ));
    await assert.rejects(slow, /enough/);
    await assert.rejects(stat(path.join(folder, 'cancelled.tar')), /ENOENT/);
    // Also before the engine has begun to answer: it would keep the helper for as long as nobody reads the answer.
    for (const milliseconds of [0, 1, 2, 4, 8]) {
      const early = new AbortController();
      const unread = withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
        setTimeout(() => early.abort(new Error('enough')), milliseconds);
        return await helper.read(early.signal);
      });
      await unread.catch((error: unknown) => assert.match(String(error), /enough/));
    }
  });

  it('tells of an archive that breaks off while it is written', async () => {
    await withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
      const breaks = Readable.from((async function* parts() {
        yield Buffer.alloc(0);
        throw new Failure('backup-damaged', 'it broke off');
      })(), { objectMode: false });
      await assert.rejects(helper.write(breaks), /it broke off/);
    });
    // The engine takes an empty archive for a good one: reading back does not.
    const archive = await withHelper(engine, { kind: 'volume', name: volume }, async (helper) => writeArchive(await helper.read(), folder, 'whole'));
    await sh('echo changed > x');
    await assert.rejects(withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
      await helper.write(Readable.from([Buffer.alloc(1024)], { objectMode: false }));
      const names: string[] = [];
      for await (const batch of readEntries(await helper.read())) names.push(...batch.map(({ name }) => name));
      assert.ok(names.includes('data/x'));
      await replaceContent(engine, { mount: { kind: 'volume', name: `${volume}-none` }, root: folder, archive, open: undefined }, { shells: [] });
    }), /does not exist/);
    await replaceContent(engine, { mount: { kind: 'volume', name: volume }, root: folder, archive, open: undefined }, { shells: [] });
    assert.equal(await sh('cat x'), 'x');
  });

  it('of a folder and of a file of the host reads and replaces just that', async () => {
    const host = path.join(folder, 'host');
    await docker('run', '--rm', '--volume', `${folder}:/f`, 'composure-test/busybox:1', 'sh', '-c', 'mkdir /f/host; echo one > /f/host/one; echo two > /f/host/two; chmod 600 /f/host/two');
    const [file, whole] = [
      await withHelper(engine, { kind: 'file', path: path.join(host, 'two') }, async (helper) => writeArchive(await helper.read(), folder, 'file')),
      await withHelper(engine, { kind: 'folder', path: host }, async (helper) => writeArchive(await helper.read(), folder, 'folder')),
    ];
    assert.deepEqual([file.entries, whole.entries], [1, 3]);
    await writeFile(path.join(host, 'one'), 'changed');
    await writeFile(path.join(host, 'two'), 'changed');
    await replaceContent(engine, { mount: { kind: 'file', path: path.join(host, 'two') }, root: folder, archive: file, open: undefined }, { shells: [] });
    assert.equal(await docker('run', '--rm', '--volume', `${host}:/h`, 'composure-test/busybox:1', 'sh', '-c', 'cat /h/one; echo; cat /h/two; stat -c %a /h/two'), 'changed\ntwo\n600');
    await writeFile(path.join(host, 'three'), 'extra');
    await replaceContent(engine, { mount: { kind: 'folder', path: host }, root: folder, archive: whole, open: undefined }, { shells: [] });
    assert.equal(await docker('run', '--rm', '--volume', `${host}:/h`, 'composure-test/busybox:1', 'sh', '-c', 'ls /h; cat /h/one'), 'one\ntwo\none');
    await assert.rejects(withHelper(engine, { kind: 'folder', path: path.join(folder, 'nowhere') }, async () => undefined), /does not exist/);
  });

  it('that a dead process left is swept away, and one of a process that runs is not', async () => {
    const id = await docker('create', '--label', 'dev.composure.helper=dead', '--label', `dev.composure.owner=${(await import('node:os')).hostname()}|999999999|1`, '--volume', `${volume}:/v`, 'composure-test/busybox:1');
    const other = await docker('create', '--label', 'dev.composure.helper=far', '--label', 'dev.composure.owner=another-machine|1|1', 'composure-test/busybox:1');
    try {
      await withHelper(engine, { kind: 'volume', name: volume }, async (helper) => {
        assert.ok(await sweepHelpers(engine) >= 1);
        await assert.rejects(docker('inspect', id));
        assert.equal(await docker('inspect', '--format', '{{.State.Status}}', helper.id), 'created');
        assert.equal(await docker('inspect', '--format', '{{.State.Status}}', other), 'created');
      });
    } finally {
      await docker('rm', other);
    }
  });
});

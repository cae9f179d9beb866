// Copying a volume's content into another on the real engine: exact, only into an empty one, and without a trace where it fails.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Project } from '#core/compose/model.ts';
import { Failure } from '#core/failure.ts';
import { planCopy, type CopyPlan } from '#core/storage/plan-copy.ts';
import { Engine } from '#host/engine/engine.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { copyVolume, topEntries } from '#host/storage/copy-volume.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';
import { project } from '../core/storage/given.ts';
import { withEngine } from './with-engine.ts';

describe('copying a volume', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  const word = `composure-copy-${randomBytes(4).toString('hex')}`;
  const [from, to, full] = [`${word}_from`, `${word}_to`, `${word}_full`];
  let declared: Project;
  const plan = async (source: string, target: string): Promise<CopyPlan> => planCopy(source, target, await askStorage(engine, { sizes: false }), declared, '2.26.1');
  const shell = (volume: string, script: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/v`, testImage, 'sh', '-c', script);
  const helpers = (): Promise<string> => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${from}`);
  const listing = 'cd /v && find . | sort | while read -r f; do stat -c "%n %A %u:%g %s %Y" "$f"; done; find . -type f | sort | xargs md5sum; readlink link';

  before(async () => {
    const text = `name: ${word}\nservices: {}\nvolumes:\n  to: { labels: { team: shop } }\n  full: {}\n  theirs: { name: composure-theirs, external: true }\n  fast: { name: fast, driver_opts: { type: tmpfs, device: tmpfs, o: size=1m }, labels: [a=b=c, d] }\n  unknown: { name: whose, driver_opts: { device: "\${WHOSE}" } }\n`;
    declared = await project(text);
    await docker('volume', 'create', from);
    await docker('volume', 'create', full);
    await shell(from, 'cd /v && mkdir -p dir/deep empty && echo one > dir/one && head -c 3000000 /dev/urandom > dir/deep/big && ln -s ../out link && ln dir/one hard && mkfifo pipe && chown -R 999:998 dir && chmod 2750 . dir && chown 70:70 . && touch -d "2001-02-03 04:05:06" dir/one dir .');
    await shell(full, 'echo kept > /v/file');
  });

  after(async () => {
    engine.dispose();
    for (const name of [from, to, full]) await docker('volume', 'rm', '--force', name);
  });

  it('makes the volume as Compose would, and fills it exactly', async () => {
    const planned = await plan(from, to);
    assert.deepEqual(planned.refused, []);
    const steps = new Set<string>();
    const sums = await copyVolume(engine, planned, { onProgress: ({ step }) => steps.add(step) });
    assert.deepEqual([sums.entries, sums.contentBytes], [9, 3_000_004]);
    assert.equal(await shell(to, listing), await shell(from, listing));
    const labels: unknown = JSON.parse(await docker('volume', 'inspect', '--format', '{{json .Labels}}', to));
    assert.deepEqual(labels, { 'com.docker.compose.project': word, 'com.docker.compose.version': '2.26.1', 'com.docker.compose.volume': 'to', team: 'shop' });
    assert.deepEqual([...steps], [`Copying ${from}`, `Comparing ${to} with ${from}`]);
    assert.equal(await helpers(), '');
    assert.deepEqual(await topEntries(engine, to), { names: ['dir/', 'empty/', 'hard', 'link', 'pipe'], complete: true });
  });

  it('goes into no volume that holds anything', async () => {
    await assert.rejects(copyVolume(engine, await plan(from, full)), (error) => error instanceof Failure && error.kind === 'command-failed' && error.message === `${full} is not empty: nothing was copied`);
    assert.equal(await shell(full, 'cat /v/file; ls -A /v'), 'kept\nfile');
    assert.equal(await helpers(), '');
  });

  it('leaves alone what somebody else has made since it was planned', async () => {
    await docker('volume', 'rm', to);
    const planned = await plan(from, to);
    const labels = Object.entries(planned.make?.labels ?? {}).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
    await docker('volume', 'create', ...labels, to);
    await shell(to, 'echo theirs > /v/file');
    await assert.rejects(copyVolume(engine, planned), new Failure('volume-in-use', `somebody else has made ${to} meanwhile`));
    assert.equal(await shell(to, 'cat /v/file'), 'theirs');
    assert.equal(await helpers(), '');
  });

  it('empties a folder that a new volume stands for, where it is cancelled, and leaves one alone that was not empty', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-copy-'));
    try {
      const make = { name: `${word}_bound`, driver: 'local', options: { type: 'none', o: 'bind', device: folder }, labels: { mark: word } };
      const planned: CopyPlan = { from, to: make.name, make, bytes: undefined, refused: [] };
      const cancel = new AbortController();
      await assert.rejects(copyVolume(engine, planned, { signal: cancel.signal, onProgress: ({ step }) => { if (step.startsWith('Comparing')) cancel.abort(new Error('enough')); } }), /enough/);
      assert.deepEqual([await readdir(folder), await docker('volume', 'ls', '--quiet', '--filter', `name=^${make.name}$`)], [[], '']);
      await writeFile(path.join(folder, 'file'), 'kept');
      await assert.rejects(copyVolume(engine, planned), new Failure('command-failed', `${make.name} is not empty: nothing was copied`));
      assert.deepEqual([await readdir(folder), await docker('volume', 'ls', '--quiet', '--filter', `name=^${make.name}$`)], [['file'], '']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves nothing behind where it is cancelled', async () => {
    await docker('volume', 'rm', to);
    const cancel = new AbortController();
    await assert.rejects(copyVolume(engine, await plan(from, to), { signal: cancel.signal, onProgress: () => cancel.abort(new Error('enough')) }), /enough/);
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=^${to}$`), '');
    assert.equal(await helpers(), '');
    // One that was there is empty again.
    await docker('volume', 'create', to);
    const again = new AbortController();
    await assert.rejects(copyVolume(engine, await plan(from, to), { signal: again.signal, onProgress: ({ step }) => { if (step.startsWith('Comparing')) again.abort(new Error('enough')); } }), /enough/);
    assert.equal(await shell(to, 'ls -A /v'), '');
  });

  it('is refused while somebody runs on it, and where nothing says how the volume is made', async () => {
    const id = await docker('run', '--detach', '--volume', `${from}:/v`, '--name', `${word}-user`, testImage, 'sleep', '100');
    try {
      assert.deepEqual((await plan(from, to)).refused, [`${word}-user uses ${from}: stop it first`]);
    } finally {
      await docker('rm', '--force', id);
    }
    assert.deepEqual((await plan('composure-none', 'composure-theirs')).refused, ['there is no volume composure-none', `there is no volume composure-theirs, and no file of ${word} declares it`]);
    assert.deepEqual((await plan(from, 'whose')).refused, [`there is no volume whose, and no file of ${word} declares it`]);
    assert.deepEqual((await plan(full, full)).refused, ['a volume cannot be copied into itself']);
    assert.deepEqual((await plan(from, 'fast')).make, {
      name: 'fast', driver: 'local', options: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' },
      labels: { a: 'b=c', d: '', 'com.docker.compose.project': word, 'com.docker.compose.volume': 'fast', 'com.docker.compose.version': '2.26.1' },
    });
  });
});

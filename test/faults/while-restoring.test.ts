// The rows of faults that hit a restore, on the real engine.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';
import { createBackup } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { recover } from '#host/backup/recover.ts';
import { prepareRestore, restore, type RestoreOptions, type RestoreOutcome } from '#host/backup/restore.ts';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { tarHeader } from '../support/backup/tar-header.ts';
import { docker } from '../support/docker/docker.ts';

const run = promisify(execFile);

describe('faults while a backup is restored', function () {
  this.timeout(120_000);
  withEngine();
  const { row } = faultRows();

  let shop: BackupProject;
  let states: string;
  let device: string;
  let backup: string;
  let first: string;
  const stranger = (): string => `${shop.name}-stranger`;
  const content = (): Promise<string> => shop.sh('db', 'for each in /data /more; do cd $each; find . -exec stat -c "%n %F %a %u %g %Y" {} + | sort; find . -type f -exec sha256sum {} + | sort; done');
  const startedAt = (): Promise<string> => docker('inspect', '--format', '{{.State.StartedAt}} {{.State.Status}}', `${shop.name}-db-1`, `${shop.name}-web-1`);

  before(async () => {
    device = await mkdtemp(path.join(tmpdir(), 'composure-device-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', device]);
    await mkdir(path.join(device, 'inside'));
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    shop = await backupProject({ 'compose.yaml': `
services:
  db:
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap 'exit 0' TERM; test ! -e /data/broken || exit 3; while :; do sleep 0.1; done"]
    volumes: ["data:/data", "more:/more"]
  web:${willing}
    depends_on: [db]
volumes:
  data: { labels: { team: blue } }
  more: { driver_opts: { type: none, o: bind, device: ${path.join(device, 'inside')} } }
` });
    await shop.sh('db', 'echo first > /data/file; head -c 3000000 /dev/urandom > /more/large; chown 999:998 /data');
    first = await content();
    backup = (await createBackup(await shop.subject(), shop.machinery, { to: shop.elsewhere })).folder;
  });

  beforeEach(async () => {
    await docker('compose', '--project-directory', shop.directory, 'up', '--detach');
    await shop.sh('db', 'rm -rf /data/* /more/*; echo second > /data/file; echo extra > /more/extra');
  });

  afterEach(async () => {
    assert.equal(await shop.helpers(), '');
    assert.deepEqual(await listInterrupted(states), []);
    assert.deepEqual((await readdir(shop.elsewhere)).filter((name) => name.startsWith('.partial-')), []);
  });

  after(async () => {
    await shop.remove();
    await run('umount', [device]);
    for (const each of [device, states]) await rm(each, { recursive: true });
  });

  async function restoreFrom(folder = backup, options: RestoreOptions = {}): Promise<RestoreOutcome> {
    const subject = await shop.subject();
    return restore(await prepareRestore(folder, subject, shop.machinery), subject, shop.machinery, { stateFolder: states, ...options });
  }

  /** Why it is not begun: nobody was stopped and nothing replaced. */
  async function refused(work: () => Promise<unknown>): Promise<string> {
    const before = [await content(), await startedAt()];
    const error = await work().catch((reason: unknown) => reason);
    assert.ok(error instanceof Failure, error instanceof Error ? error.stack : JSON.stringify(error));
    assert.deepEqual([await content(), await startedAt()], before);
    return error.message.replaceAll(shop.name, 'shop');
  }

  /** A copy of the backup, in which something is changed. */
  async function withCopy<T>(change: (folder: string, manifest: Manifest) => Promise<void>, work: (folder: string) => Promise<T>): Promise<T> {
    const folder = path.join(shop.directory, path.basename(backup));
    await cp(backup, folder, { recursive: true });
    try {
      await change(folder, JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest);
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  const isWhole = async (): Promise<void> => assert.equal(await content(), first);

  row('F5', 'the volume is full before all of it is written', async () => {
    const old = await content();
    await run('mount', ['-o', 'remount,size=2m', device]);
    try {
      const { state, reason } = await restoreFrom(backup, { putsBack: true });
      assert.deepEqual([state, await content(), await shop.state('db')], ['put-back', old, 'running'], reason);
      return `put back from the safety copy: ${reason?.replaceAll(shop.name, 'shop')}`;
    } finally {
      await run('mount', ['-o', 'remount,size=16m', device]);
    }
  });

  row('F6', 'it is cancelled before, and after, the first volume is touched', async () => {
    const cancelAt = (at: string): RestoreOptions => {
      const cancel = new AbortController();
      return { signal: cancel.signal, onStep: ({ step }) => { if (step === at) cancel.abort(new Failure('command-failed', 'cancelled')); } };
    };
    const old = await content();
    await assert.rejects(restoreFrom(backup, cancelAt('safe')), /cancelled/);
    assert.deepEqual([await content(), await shop.state('db')], [old, 'running']);
    assert.equal((await restoreFrom(backup, cancelAt('replace'))).state, 'restored');
    await isWhole();
    return 'as it was before; restored to its end after';
  });

  row('F9', 'a bit of an archive, of a file or of the manifest has changed', async () => {
    const said: string[] = [];
    const file = async (folder: string, below: string): Promise<string> => {
      const entry = (await readdir(path.join(folder, below), { recursive: true, withFileTypes: true })).find((each) => each.isFile());
      return path.join(entry?.parentPath ?? '', entry?.name ?? '');
    };
    for (const below of ['volumes', 'files', '']) {
      for (const place of [0.1, 0.5, 0.9]) {
        said.push(await withCopy(async (folder) => {
          const at = below === '' ? path.join(folder, 'manifest.json') : await file(folder, below);
          const bytes = await readFile(at);
          // Of the manifest a bracket or a hash.
          const index = below === '' ? bytes.indexOf(place < 0.2 ? '{' : place < 0.6 ? '"sha256"' : '"volumes"') + (place > 0.2 && place < 0.6 ? 13 : 0) : Math.floor(bytes.length * place);
          bytes[index] = (bytes[index] ?? 0) ^ 2;
          await writeFile(at, bytes);
        }, (folder) => refused(() => restoreFrom(folder))));
      }
    }
    return `refused before anybody is stopped: ${said[0]}`;
  });

  row('F10', 'an archive leads out, through links, to devices, or lies about its sizes', async () => {
    const root = tarHeader('data', '5');
    const kinds: readonly (readonly [string, readonly Buffer[]])[] = [
      ['..', [tarHeader('data/../../escaped', '0')]], ['absolute', [tarHeader('/escaped', '0')]], ['through a link', [tarHeader('data/l', '2', 0, '/'), tarHeader('data/l/escaped', '0')]],
      ['hard link', [tarHeader('data/l', '1', 0, '/etc/shadow')]], ['device', [tarHeader('data/sda', '3', 0, '', 5)]], ['size', [tarHeader('data/huge', '0', 2 ** 32)]], ['name', [tarHeader('x', 'x', 2 ** 30)]],
    ];
    const said: string[] = [];
    for (const [kind, entries] of kinds) {
      const tar = Buffer.concat([root, ...entries, Buffer.alloc(1024)]);
      const sha256 = createHash('sha256').update(tar).digest('hex');
      said.push(await withCopy(async (folder, manifest) => {
        const [volume, ...more] = manifest.volumes;
        assert.ok(volume !== undefined);
        const archive = { file: 'volumes/crafted.tar', compression: 'none' as const, bytes: tar.length, sha256, tarBytes: tar.length, tarSha256: sha256, entries: entries.length + 1, contentBytes: 0 };
        await writeFile(path.join(folder, archive.file), tar);
        await writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...manifest, volumes: [{ ...volume, archive }, ...more] }));
      }, (folder) => refused(() => restoreFrom(folder))));
      assert.match(said.at(-1) ?? '', /is damaged: volumes\/crafted\.tar/, kind);
    }
    return `each of ${kinds.length} refused before anybody is stopped: ${said[0]}`;
  });

  row('F11', 'a container of somebody else uses the volume', async () => {
    await docker('run', '--detach', '--name', stranger(), '--stop-signal', 'SIGKILL', '--volume', `${shop.name}_data:/v`, 'composure-test/busybox:1', 'sleep', '1000');
    try {
      const said = await refused(() => restoreFrom());
      assert.match(said, /shop-stranger uses what is replaced/);
      return `refused: ${said}`;
    } finally {
      await docker('rm', '--force', stranger());
    }
  });

  row('F12', 'somebody starts a container of his own on a volume half-way', async () => {
    const old = await content();
    try {
      const outcome = await restoreFrom(backup, { async onStep(step) {
        if (step.step === 'replaced' && step.what === 'volume data') await docker('run', '--detach', '--name', stranger(), '--stop-signal', 'SIGKILL', '--volume', `${shop.name}_more:/v`, 'composure-test/busybox:1', 'sleep', '1000');
      } });
      assert.deepEqual([outcome.state, (outcome.reason ?? '').includes(stranger())], ['interrupted', true], outcome.reason);
      await docker('rm', '--force', stranger());
      assert.equal((await recover(outcome.id ?? '', 'put-back', shop.machinery, { stateFolder: states })).ok, true);
      assert.deepEqual([await content(), await shop.state('db')], [old, 'running']);
      return `interrupted, and put back: ${outcome.reason?.replaceAll(shop.name, 'shop')}`;
    } finally {
      await docker('rm', '--force', stranger()).catch(() => '');
    }
  });

  row('F13', 'a stopped container comes back by itself, before the first volume and between two', async () => {
    const startAt = (at: string): RestoreOptions => ({ async onStep(step) { if (step.step === at || ('what' in step && `${step.step} ${step.what}` === at)) await docker('start', `${shop.name}-db-1`); } });
    assert.equal((await restoreFrom(backup, startAt('safe'))).ok, true);
    await isWhole();
    await shop.sh('db', 'rm -rf /data/* /more/*; echo third > /data/file');
    const old = await content();
    const { state, reason, id } = await restoreFrom(backup, startAt('replaced volume data'));
    assert.equal(state, 'interrupted', reason);
    assert.equal((await recover(id ?? '', 'put-back', shop.machinery, { stateFolder: states })).ok, true);
    assert.deepEqual([await content(), await shop.state('db')], [old, 'running']);
    return `stopped again, and restored whole; between two it may have written, so it is interrupted and put back: ${reason?.replaceAll(shop.name, 'shop')}`;
  });

  row('F15', 'somebody removes containers and volumes after they were stopped', async () => {
    const { state, safetyCopy, reason } = await restoreFrom(backup, { async onStep({ step }) {
      if (step === 'safe') await docker('compose', '--project-directory', shop.directory, 'down', '--volumes', '--timeout', '0');
    } });
    assert.deepEqual([state, /db-1 is gone and cannot be started: up makes it again/.test(reason ?? '')], ['restored', true], reason);
    await docker('compose', '--project-directory', shop.directory, 'up', '--detach');
    await isWhole();
    assert.notEqual(safetyCopy, undefined);
    return `the volumes are made again, and restored whole: ${reason?.replaceAll(shop.name, 'shop')}`;
  });

  row('F16', 'the backup is of another project, folder or engine', async () => {
    const said: string[] = [];
    for (const change of [{ project: 'another' }, { directory: '/elsewhere' }, { engine: { id: 'OTHER', address: 'tcp://far:2375', context: 'far' } }]) {
      await withCopy((folder, manifest) => writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...change })), async (folder) => {
        said.push(await refused(() => restoreFrom(folder)));
        if (!('engine' in change)) return;
        assert.equal((await restoreFrom(folder, { isConfirmed: true })).ok, true);
        await isWhole();
      });
    }
    return `refused until the name is typed: ${said[0]}`;
  });

  row('F17', 'the volumes are gone, with their labels and options', async () => {
    const look = (): Promise<string> => docker('volume', 'inspect', '--format', '{{.Driver}} {{json .Labels}} {{json .Options}}', `${shop.name}_data`, `${shop.name}_more`);
    const before = await look();
    await docker('compose', '--project-directory', shop.directory, 'down', '--volumes', '--timeout', '0');
    assert.equal((await restoreFrom()).ok, true);
    assert.equal(await look(), before);
    const { stderr } = await run('docker', ['compose', '--project-directory', shop.directory, 'up', '--detach']);
    assert.doesNotMatch(stderr, /warn|recreate/i);
    await isWhole();
    return 'made anew with the same settings, and Compose takes them as its own';
  });

  row('F18', 'a volume stands for a folder, which removing it does not empty', async () => {
    await docker('compose', '--project-directory', shop.directory, 'down', '--volumes', '--timeout', '0');
    assert.deepEqual(await readdir(path.join(device, 'inside')), ['extra']);
    assert.equal((await restoreFrom()).ok, true);
    assert.deepEqual(await readdir(path.join(device, 'inside')), ['large']);
    return 'emptied where it is';
  });

  row('F22', 'the folder of the backups was moved, and all its times are of now', async () => {
    const moved = path.join(shop.directory, 'moved here');
    await rename(shop.elsewhere, moved);
    try {
      const folder = path.join(moved, path.basename(backup));
      for (const entry of await readdir(folder, { recursive: true })) await utimes(path.join(folder, entry), 0, 0);
      assert.equal((await restoreFrom(folder)).ok, true);
      await isWhole();
    } finally {
      await rename(moved, shop.elsewhere);
    }
    return 'restored from there';
  });

  row('F24', 'what ran does not run with the restored data', async () => {
    const old = await content();
    await shop.sh('db', 'echo > /data/broken');
    const bad = (await createBackup(await shop.subject(), shop.machinery, { to: path.join(shop.elsewhere, 'bad'), isHeld: true })).folder;
    await shop.sh('db', 'rm /data/broken');
    const offered = await restoreFrom(bad);
    assert.deepEqual([offered.ok, offered.failed], [false, 'db']);
    assert.equal((await recover(offered.id ?? '', 'put-back', shop.machinery, { stateFolder: states })).ok, true);
    assert.deepEqual([(await content()).replace(/ \d+$/gm, ''), await shop.state('db')], [old.replace(/ \d+$/gm, ''), 'running']);
    return `put back: ${offered.reason}`;
  });
});

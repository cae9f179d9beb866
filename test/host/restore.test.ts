// Restores on the real engine: exact content, who is stopped, what is refused before anything is touched, and the way back.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RestoreWishes } from '#core/backup/plan-restore.ts';
import { Failure } from '#core/failure.ts';
import { createBackup } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { lockProject } from '#host/backup/lock.ts';
import { recover } from '#host/backup/recover.ts';
import { prepareRestore, restore, type RestoreOptions, type RestoreOutcome } from '#host/backup/restore.ts';
import { docker } from '../support/docker/docker.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  db:${willing}
    volumes: ["data:/data", "more:/more", "./data:/var/lib/app"]
  reader:${willing}
    volumes: ["data:/data:ro"]
    depends_on: [db]
  other:${willing}
volumes:
  data: { labels: { team: blue } }
  more: {}
`;

const look = 'ls -lAnR --full-time; ls -lnd --full-time .; cat file';

describe('a restore', function () {
  this.timeout(120_000);
  withEngine();

  let project: BackupProject;
  let states: string;
  let backup: string;

  const inData = (script: string): Promise<string> => project.sh('db', `cd /data; ${script}`);
  const all = async (): Promise<string> => (await Promise.all(['db', 'reader', 'other'].map((service) => project.state(service)))).join(' ');
  const container = (service: string): string => `${project.name}-${service}-1`;

  async function restoreFrom(folder = backup, options: RestoreOptions = {}, wishes: RestoreWishes = {}): Promise<RestoreOutcome> {
    const subject = await project.subject();
    return restore(await prepareRestore(folder, subject, project.machinery, wishes), subject, project.machinery, { stateFolder: states, ...options });
  }

  /** That it is refused, and that nothing was touched by then. */
  async function isRefused(work: () => Promise<unknown>, said: RegExp): Promise<void> {
    const [before, running] = [await inData(look), await all()];
    const started = await docker('inspect', '--format', '{{.State.StartedAt}}', container('db'));
    await assert.rejects(work(), (error) => error instanceof Failure && said.test(error.message), String(said));
    assert.deepEqual([await inData(look), await all(), await docker('inspect', '--format', '{{.State.StartedAt}}', container('db'))], [before, running, started]);
    assert.deepEqual(await listInterrupted(states), []);
  }

  before(async () => {
    project = await backupProject({ 'compose.yaml': compose });
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    await inData('echo first > file; mkdir -p deep/er; echo x > deep/er/x; chmod 700 deep; ln -s ../../away link; ln file hard; chown 999:998 .; chmod 2750 .; echo more > /more/file');
    await writeFile(path.join(project.directory, 'data/one'), 'one');
    backup = (await createBackup(await project.subject(), project.machinery)).folder;
  });

  beforeEach(async () => {
    await docker('start', container('db'), container('reader'), container('other'));
    await inData('rm -rf * .extra; echo second > file; echo extra > .extra; chmod 700 .; echo changed > /more/file');
    await writeFile(path.join(project.directory, 'data/one'), 'two');
    await writeFile(path.join(project.directory, 'data/extra'), 'extra');
  });

  afterEach(async () => {
    assert.equal(await project.helpers(), '');
    assert.deepEqual((await readdir(path.dirname(backup))).filter((name) => name.startsWith('.partial-')), []);
  });

  after(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  it('brings back exactly what was saved, and who ran; the safety copy brings back what was there', async () => {
    await docker('pause', container('reader'));
    await docker('stop', container('other'));
    const second = await inData(look);
    const outcome = await restoreFrom();
    assert.deepEqual({ ok: outcome.ok, state: outcome.state, restored: outcome.restored, verified: outcome.verified, reason: outcome.reason }, {
      ok: true, state: 'restored', restored: ['data', 'more', './data'], verified: true, reason: undefined,
    });
    assert.match(await inData(look), /drwxr-s---[^\n]* 999 +998[^\n]* \.\nfirst$/);
    assert.equal(await inData('find . | sort | tr "\\n" " "; stat -c %a deep; cat deep/er/x; readlink link; stat -c %h hard; cat /more/file'), '. ./deep ./deep/er ./deep/er/x ./file ./hard ./link 700\nx\n../../away\n2\nmore');
    assert.deepEqual(await readdir(path.join(project.directory, 'data')), ['one']);
    assert.equal(await readFile(path.join(project.directory, 'data/one'), 'utf8'), 'one');
    assert.equal(await all(), 'running paused exited');
    assert.deepEqual(await listInterrupted(states), []);
    await docker('unpause', container('reader'));
    assert.ok(outcome.safetyCopy !== undefined);
    assert.equal((await restoreFrom(outcome.safetyCopy)).ok, true);
    assert.equal(await inData(look), second);
    assert.deepEqual(await readdir(path.join(project.directory, 'data')), ['extra', 'one']);
  });

  it('of one volume leaves the others alone', async () => {
    const outcome = await restoreFrom(backup, {}, { volumes: ['more'] });
    assert.deepEqual([outcome.ok, outcome.restored], [true, ['more']]);
    assert.equal(await inData('cat file /more/file'), 'second\nmore');
    await isRefused(() => restoreFrom(backup, {}, { volumes: ['mor'] }), /the backup has no volume mor: it has data, more/);
  });

  it('of single files leaves all else in the volume', async () => {
    const outcome = await restoreFrom(backup, {}, { files: [{ volume: 'data', path: '/deep/er/' }, { volume: 'data', path: 'link' }] });
    assert.deepEqual([outcome.ok, outcome.restored], [true, ['data:deep/er', 'data:link']]);
    assert.equal(await inData('cat file .extra deep/er/x; readlink link; stat -c "%a %u" deep .'), 'second\nextra\nx\n../../away\n700 0\n700 999');
    await isRefused(() => restoreFrom(backup, {}, { files: [{ volume: 'data', path: 'nowhere' }] }), /the backup has no nowhere/);
    await isRefused(() => restoreFrom(backup, {}, { files: [{ volume: 'data', path: 'hard' }] }), /hard is a hard link to data\/file: name both/);
  });

  it('is refused before anything is stopped where a byte of the backup has changed', async () => {
    const copy = path.join(project.elsewhere, path.basename(backup));
    for (const change of ['volumes', 'binds', 'files', 'manifest.json']) {
      await cp(backup, copy, { recursive: true });
      const at = path.join(copy, change);
      const [first] = change === 'manifest.json' ? [''] : (await readdir(at, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.relative(at, path.join(parentPath, name)));
      const file = path.join(at, first ?? '');
      const bytes = await readFile(file);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      await writeFile(file, bytes);
      await isRefused(() => restoreFrom(copy), change === 'manifest.json' ? /./ : /is damaged: /);
      await rm(copy, { recursive: true });
    }
  });

  it('is refused for another project, engine or folder until the name is typed', async () => {
    const copy = path.join(project.elsewhere, path.basename(backup));
    await cp(backup, copy, { recursive: true });
    const manifest = JSON.parse(await readFile(path.join(copy, 'manifest.json'), 'utf8')) as object;
    for (const [change, said] of [
      [{ project: 'another' }, /the backup is of another, and this is/], [{ directory: '/elsewhere' }, /the backup is of \/elsewhere, and this is/],
      [{ engine: { id: 'OTHER', address: 'tcp://far:2375', context: 'far' } }, /another engine \(tcp:\/\/far:2375\)/], [{ format: 2 }, /format|newer|2/],
    ] as const) {
      await writeFile(path.join(copy, 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
      await isRefused(() => restoreFrom(copy), said);
    }
    await writeFile(path.join(copy, 'manifest.json'), JSON.stringify({ ...manifest, engine: { id: 'OTHER', address: 'tcp://far:2375', context: 'far' } }));
    assert.equal((await restoreFrom(copy, { isConfirmed: true })).ok, true);
    assert.equal(await inData('cat file'), 'first');
    await rm(copy, { recursive: true });
  });

  it('is refused while another container uses a volume, and while another process works on the project', async () => {
    const stranger = `${project.name}-stranger`;
    await docker('run', '--detach', '--name', stranger, '--stop-signal', 'SIGKILL', '--volume', `${project.name}_data:/data`, 'composure-test/busybox:1', 'sleep', '1000');
    try {
      await isRefused(() => restoreFrom(), new RegExp(`the container ${stranger} uses what is replaced: stop it first`));
    } finally {
      await docker('rm', '--force', stranger);
    }
    const lock = await lockProject({ engine: await project.machinery.engine.id(), project: project.name, operation: 'a backup' }, states);
    await isRefused(() => restoreFrom(), /is in use: a backup runs in this window since/);
    await lock.release();
  });

  it('that is cancelled before the first volume is touched changes nothing', async () => {
    for (const at of ['plan', 'stop', 'copy', 'safe']) {
      const cancel = new AbortController();
      const before = await inData(look);
      await assert.rejects(restoreFrom(backup, { signal: cancel.signal, onStep: ({ step }) => { if (step === at) cancel.abort(new Failure('command-failed', 'it was cancelled')); } }), /it was cancelled/);
      assert.deepEqual([await inData(look), await all()], [before, 'running running running'], at);
      assert.deepEqual(await listInterrupted(states), []);
    }
  });

  it('that is cancelled later goes on to its end', async () => {
    const cancel = new AbortController();
    const outcome = await restoreFrom(backup, { signal: cancel.signal, onStep: ({ step }) => { if (step === 'replace') cancel.abort(new Error('too late')); } });
    assert.deepEqual([outcome.ok, await inData('cat file'), await all()], [true, 'first', 'running running running']);
  });

  it('stops again who is started meanwhile, and goes no further where it is not known', async () => {
    const started: string[] = [];
    const outcome = await restoreFrom(backup, { async onStep({ step }) {
      if (step !== 'safe') return;
      started.push(step);
      await docker('start', container('db'));
    } });
    assert.deepEqual([started, outcome.ok, await inData('cat file')], [['safe'], true, 'first']);
    await inData('echo third > file');
    const stranger = `${project.name}-stranger`;
    try {
      const failed = await restoreFrom(backup, { async onStep(step) {
        if (step.step === 'replaced' && step.what === 'volume data') await docker('run', '--detach', '--name', stranger, '--stop-signal', 'SIGKILL', '--volume', `${project.name}_more:/data`, 'composure-test/busybox:1', 'sleep', '1000');
      } });
      assert.deepEqual([failed.ok, failed.state], [false, 'interrupted']);
      assert.match(failed.reason ?? '', new RegExp(stranger));
      await docker('rm', '--force', stranger);
      const [found] = await listInterrupted(states);
      assert.deepEqual([found?.id, found?.options], [failed.id, ['resume', 'put-back']]);
      assert.equal((await recover(failed.id ?? '', 'put-back', project.machinery, { stateFolder: states })).ok, true);
      assert.deepEqual([await inData('cat file'), await all()], ['third', 'running running running']);
    } finally {
      await docker('rm', '--force', stranger).catch(() => '');
    }
  });

  it('makes volumes anew that somebody made with other settings, where nobody has them', async () => {
    await docker('compose', '--project-directory', project.directory, 'down', '--volumes', '--timeout', '0');
    await docker('volume', 'create', `${project.name}_data`);
    const outcome = await restoreFrom();
    assert.equal(outcome.ok, true, JSON.stringify(outcome));
    assert.match(await docker('volume', 'inspect', '--format', '{{json .Labels}}', `${project.name}_data`), /"com.docker.compose.project":"[^"]+".*"team":"blue"/);
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    assert.equal(await inData('cat file /more/file'), 'first\nmore');
  });
});

describe('a restore of what is not only a volume', function () {
  this.timeout(120_000);
  withEngine();

  let project: BackupProject;
  let states: string;

  beforeEach(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
  });

  afterEach(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  async function restored(folder: string, options: RestoreOptions = {}): Promise<RestoreOutcome> {
    const subject = await project.subject();
    return restore(await prepareRestore(folder, subject, project.machinery), subject, project.machinery, { stateFolder: states, ...options });
  }

  it('empties a volume that stands for a folder where it is', async () => {
    const device = await mkdtemp(path.join(tmpdir(), 'composure-device-'));
    try {
      await mkdir(path.join(device, 'inside'));
      project = await backupProject({ 'compose.yaml': `
services:
  db:${willing}
    volumes: ["data:/data"]
volumes:
  data: { driver_opts: { type: none, o: bind, device: ${path.join(device, 'inside')} } }
` });
      await project.sh('db', 'echo first > /data/file');
      const { folder } = await createBackup(await project.subject(), project.machinery);
      await project.sh('db', 'echo second > /data/file; echo extra > /data/extra');
      assert.equal((await restored(folder)).ok, true);
      assert.deepEqual(await readdir(path.join(device, 'inside')), ['file']);
      // The volume is gone, and what it stands for is not: it is emptied all the same, and saved before.
      await docker('compose', '--project-directory', project.directory, 'down', '--volumes', '--timeout', '0');
      await writeFile(path.join(device, 'inside/extra'), 'extra');
      const outcome = await restored(folder);
      assert.equal(outcome.ok, true, JSON.stringify(outcome));
      assert.deepEqual(await readdir(path.join(device, 'inside')), ['file']);
      assert.match(await readFile(path.join(outcome.safetyCopy ?? '', 'manifest.json'), 'utf8'), /"entries": 3/);
    } finally {
      await rm(device, { recursive: true });
    }
  });

  it('has a service load its dump into an empty volume, after it was ready', async () => {
    project = await backupProject({
      'composure.yaml': 'backup:\n  services:\n    db: { consistency: dump, dump: [sh, -c, "cat /data/rows"], load: [sh, -c, "test -e /data/ready && cat > /data/rows"] }\n',
      'compose.yaml': `
services:
  db:
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1; touch /data/ready; while :; do sleep 0.1; done"]
    volumes: ["data:/data"]
  web:${willing}
    depends_on: [db]
volumes: { data: {} }
` });
    const rows = Array.from({ length: 50_000 }, (_, index) => `row ${index}`).join('\n');
    await writeFile(path.join(project.directory, 'rows'), rows);
    await docker('cp', path.join(project.directory, 'rows'), `${project.name}-db-1:/data/rows`);
    const { folder, manifest } = await createBackup(await project.subject(), project.machinery);
    assert.deepEqual([manifest.dumps.map(({ service }) => service), manifest.volumes.length], [['db'], 0]);
    await project.sh('db', 'echo lost > /data/rows; echo extra > /data/extra');
    const outcome = await restored(folder);
    assert.equal(outcome.ok, true, JSON.stringify(outcome));
    assert.equal(await project.sh('db', 'cat /data/rows; ls /data'), `${rows}ready\nrows`);
    assert.deepEqual([await project.state('db'), await project.state('web')], ['running', 'running']);
    // Also where containers and volume are gone.
    await docker('compose', '--project-directory', project.directory, 'down', '--volumes', '--timeout', '0');
    const anew = await restored(folder);
    assert.equal(anew.ok, true, JSON.stringify(anew));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    assert.equal((await project.sh('db', 'wc -l < /data/rows')).trim(), String(rows.split('\n').length - 1));
  });

  it('loads an image that was saved as a whole and is gone', async () => {
    const image = `composure-test/kept:${process.pid}`;
    const made = await docker('create', 'composure-test/busybox:1');
    await docker('commit', '--change', `LABEL made=${Date.now()}`, made, image);
    await docker('rm', made);
    try {
      project = await backupProject({ 'composure.yaml': 'backup: { images: true }\n', 'compose.yaml': `
services:
  db:
    image: ${image}
    command: sleep 1000
    stop_signal: SIGKILL
    volumes: ["data:/data"]
volumes: { data: {} }
` });
      const { folder, manifest } = await createBackup(await project.subject(), project.machinery);
      assert.deepEqual(manifest.images.map(({ references }) => references), [[image]]);
      await docker('compose', '--project-directory', project.directory, 'down', '--timeout', '0');
      await docker('image', 'rm', image);
      assert.equal((await restored(folder)).ok, true);
      assert.equal(await docker('image', 'inspect', '--format', '{{.Id}}', image), manifest.images[0]?.id);
    } finally {
      await docker('compose', '--project-directory', project.directory, 'down', '--timeout', '0');
      await docker('image', 'rm', '--force', image);
    }
  });

  it('puts back by itself, if wished, where what ran does not become ready with it', async () => {
    project = await backupProject({ 'compose.yaml': `
services:
  db:
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap 'exit 0' TERM; test ! -e /data/broken || exit 3; while :; do sleep 0.1; done"]
    volumes: ["data:/data"]
volumes: { data: {} }
` });
    await project.sh('db', 'echo bad > /data/broken');
    const { folder } = await createBackup(await project.subject(), project.machinery, { isHeld: true });
    await project.sh('db', 'rm /data/broken; echo good > /data/file');
    const outcome = await restored(folder, { putsBack: true });
    assert.deepEqual([outcome.ok, outcome.state, outcome.failed], [false, 'put-back', 'db']);
    assert.deepEqual([await project.sh('db', 'cat /data/file; ls -A /data'), await project.state('db')], ['good\nfile', 'running']);
    const offered = await restored(folder);
    assert.deepEqual([offered.ok, offered.state, offered.verified, offered.id === undefined], [false, 'restored', true, false]);
    assert.match(offered.reason ?? '', /db does not become ready with the restored data/);
    const recovered = await recover(offered.id ?? '', 'put-back', project.machinery, { stateFolder: states });
    assert.equal(recovered.ok, true, JSON.stringify(recovered));
    assert.deepEqual([await project.sh('db', 'cat /data/file; ls -A /data'), await project.state('db')], ['good\nfile', 'running']);
  });

  it('asks by composure.yaml how it is afterwards, and offers the way back where a smoke test fails', async () => {
    project = await backupProject({
      'composure.yaml': 'smoke:\n  books are balanced:\n    service: db\n    exec: [test, "!", -e, /data/wrong]\n',
      'compose.yaml': `\nservices:\n  db:${willing}\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n`,
    });
    const good = (await createBackup(await project.subject(), project.machinery)).folder;
    await project.sh('db', 'touch /data/wrong');
    const { folder } = await createBackup(await project.subject(), project.machinery);
    await project.sh('db', 'rm /data/wrong');
    const offered = await restored(folder, { waitLimit: 2000 });
    assert.deepEqual([offered.ok, offered.state, offered.verified, offered.failed], [false, 'restored', true, undefined]);
    assert.match(offered.reason ?? '', /^the smoke test books are balanced fails with the restored data: /);
    assert.equal((await recover(offered.id ?? '', 'put-back', project.machinery, { stateFolder: states })).ok, true);
    assert.equal(await project.sh('db', 'ls -A /data'), '');
    const back = await restored(folder, { waitLimit: 2000, putsBack: true });
    assert.deepEqual([back.ok, back.state, await project.sh('db', 'ls -A /data'), await project.state('db')], [false, 'put-back', '', 'running']);
    assert.equal((await restored(good)).ok, true);
  });
});

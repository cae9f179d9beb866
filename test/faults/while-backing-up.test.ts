// The rows of faults that hit a backup while it is made, on the real engine.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Failure } from '#core/failure.ts';
import { createBackup, type CreatedBackup, type CreateOptions } from '#host/backup/create.ts';
import { listBackups } from '#host/backup/list.ts';
import { verifyBackup } from '#host/backup/verify.ts';
import { withHelper } from '#host/backup/volume-helper.ts';
import { writeArchive } from '#host/archive/write-file.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { until } from '../host/scratch-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { engineProxy, type EngineProxy, type Line } from '../support/backup/engine-proxy.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { composure } from '../support/command.ts';
import { bundledCommand } from '../support/command-bundle.ts';
import { docker } from '../support/docker/docker.ts';

const run = promisify(execFile);
const canary = 'canary-7f3a91';

describe('faults while a backup is made', function () {
  this.timeout(120_000);
  withEngine();
  const { row } = faultRows();

  let shop: BackupProject;
  let states: string;

  before(async () => {
    shop = await backupProject({
      'secret.env': `PASSWORD=${canary}\n`,
      'compose.yaml': `
services:
  db:${willing}
    env_file: secret.env
    volumes: ["data:/data"]
  web:${willing}
    depends_on: [db]
volumes: { data: {} }
`,
    });
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    await shop.sh('db', 'head -c 12000000 /dev/urandom > /data/large; echo small > /data/small');
  });

  after(async () => {
    await shop.remove();
    await rm(states, { recursive: true, force: true });
  });

  /** Nothing half-made, no helper, everybody as before. */
  async function asBefore(folder = shop.elsewhere): Promise<void> {
    assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith('.partial-')), []);
    assert.equal(await shop.helpers(), '');
    assert.deepEqual([await shop.state('db'), await shop.state('web')], ['running', 'running']);
  }

  const create = async (options: CreateOptions = {}, engine = shop.machinery.engine): Promise<CreatedBackup> => (
    createBackup(await shop.subject(), { ...shop.machinery, engine }, { to: shop.elsewhere, ...options })
  );

  /** Why there is none; and there is none. */
  async function refused(making: Promise<CreatedBackup>, folder = shop.elsewhere): Promise<Failure> {
    const before = (await listBackups(folder)).backups.length;
    const error = await making.then(() => undefined, (reason: unknown) => reason);
    assert.ok(error instanceof Failure, String(error));
    assert.equal((await listBackups(folder)).backups.length, before);
    await asBefore(folder);
    return error;
  }

  async function over<T>(line: Line, work: (proxy: EngineProxy) => Promise<T>): Promise<T> {
    const proxy = await engineProxy(shop.machinery.engine, line);
    try {
      return await work(proxy);
    } finally {
      await proxy.remove();
    }
  }

  row('F1', 'the connection is cut while a volume is read', () => over({ after: 2_000_000 }, async (proxy) => {
    const { message } = await refused(create({}, proxy.engine));
    assert.equal(proxy.times(), 1);
    return `no backup: ${message}`;
  }));

  row('F2', 'a file shrinks while it is read', async () => {
    await writeFile(path.join(shop.directory, 'composure.yaml'), 'backup: { consistency: live }\n');
    try {
      return await over({ after: 500_000, meanwhile: () => shop.sh('db', ': > /data/large') }, async (proxy) => {
        const { kind, message } = await refused(create({}, proxy.engine));
        assert.deepEqual([kind, proxy.times()], ['inconsistent', 1], message);
        return `no backup: ${message}`;
      });
    } finally {
      await rm(path.join(shop.directory, 'composure.yaml'));
      await shop.sh('db', 'head -c 12000000 /dev/urandom > /data/large');
    }
  });

  row('F4', 'the disk of the backups is full', async () => {
    const small = path.join(shop.elsewhere, 'small');
    await mkdir(small);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', small]);
    try {
      const notes: string[] = [];
      const { kind, message } = await refused(create({ to: small, onProgress: ({ note }) => { if (note !== undefined) notes.push(note); } }), small);
      assert.equal(kind, 'disk-full', message);
      assert.match(notes.join(), /less room than the data takes/);
      return `told before, and no backup: ${message}`;
    } finally {
      await run('umount', [small]);
      await rm(small, { recursive: true });
    }
  });

  row('F6', 'it is cancelled while a volume is read', async () => {
    const cancel = new AbortController();
    await over({ after: 500_000, meanwhile: async () => cancel.abort(new Failure('command-failed', 'cancelled by a person')) }, async (proxy) => {
      assert.equal((await refused(create({ signal: cancel.signal }, proxy.engine))).message, 'cancelled by a person');
    });
    return 'no backup, and everybody runs';
  });

  row('F12', 'somebody starts a stopped container while its volume is read', () => over({ after: 500_000, meanwhile: () => docker('start', `${shop.name}-db-1`) }, async (proxy) => {
    const { kind, message } = await refused(create({}, proxy.engine));
    assert.equal(kind, 'inconsistent', message);
    return `no backup: ${message}`;
  }));

  row('F15', 'a prune takes the helper, and somebody removes the volume that is read', async () => {
    let volume = '';
    let removal: Promise<unknown> | undefined;
    const helper = (): Promise<string> => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${shop.name}_data`);
    const error = await over({
      after: 500_000,
      async meanwhile() {
        volume = await docker('volume', 'rm', '--force', `${shop.name}_data`).catch((reason: unknown) => String(reason));
        // It is gone only when nobody reads from it any more.
        removal = docker('rm', '--force', await helper());
        await delay(300);
      },
    }, (proxy) => create({}, proxy.engine).then(({ folder }) => folder, (reason: unknown) => reason));
    await removal;
    assert.match(volume, /volume is in use/);
    await asBefore();
    assert.equal(await shop.sh('db', 'cat /data/small; stat -c %s /data/large'), 'small\n12000000');
    if (error instanceof Failure) return `the volume stays, and no backup: ${error.message}`;
    assert.equal(typeof error, 'string', String(error));
    assert.equal((await verifyBackup(String(error), (await listBackups(shop.elsewhere)).backups.find(({ folder }) => folder === error)?.manifest ?? assert.fail('it is not listed'))).ok, true);
    return 'the volume stays, and the backup, whose reading the engine finished, is verified';
  });

  row('F14', 'two processes want one project, and one that has it is killed', async () => {
    const env = { COMPOSURE_STATE_FOLDER: states };
    const child = spawn(process.execPath, ['--', await bundledCommand(), 'backup', '--to', shop.elsewhere], { cwd: shop.directory, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    const ended = once(child, 'close');
    await until('the first one works', () => said, (text) => text.includes('Stopping'));
    child.kill('SIGSTOP');
    const second = await composure(['backup', '--to', shop.elsewhere], { cwd: shop.directory, env });
    child.kill('SIGKILL');
    await ended;
    assert.equal(second.status, 2, second.stderr);
    assert.match(second.stderr, new RegExp(`is in use: a backup runs in process ${child.pid} since`));
    const third = await composure(['backup', '--to', shop.elsewhere], { cwd: shop.directory, env });
    assert.equal(third.status, 0, third.stderr);
    await asBefore();
    assert.deepEqual(await readdir(path.join(states, 'locks')), []);
    return `the second says who has it; after the kill the next one takes it: ${/[^:]* runs in process \d+/.exec(second.stderr)?.[0].replace(/\d+/, 'N').trim()}`;
  });

  row('F22', 'the folder of the backups is read-only, or its user may not write there', async () => {
    const fixed = path.join(shop.elsewhere, 'fixed');
    await mkdir(fixed);
    await run('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', fixed]);
    try {
      const steps: string[] = [];
      const { kind, message } = await refused(create({ to: fixed, onProgress: ({ step }) => steps.push(step) }), fixed);
      assert.equal(kind, 'permission-denied', message);
      assert.deepEqual(steps.filter((step) => step.startsWith('Stopping')), []);
      return `refused before anything is stopped: ${message}`;
    } finally {
      await run('umount', [fixed]);
      await rm(fixed, { recursive: true });
    }
  });

  row('F25', 'the engine is slow, and then says nothing any more', async () => {
    const slow = await over({ after: Infinity, rate: 8_000_000 }, (proxy) => create({}, proxy.engine));
    assert.equal((await verifyBackup(slow.folder, slow.manifest)).ok, true);
    let goOn = (): void => undefined;
    const never = new Promise<void>((resolve) => { goOn = resolve; });
    const error = await over({ after: 500_000, meanwhile: () => never }, async (proxy) => {
      const reading = withHelper(proxy.engine, { kind: 'volume', name: `${shop.name}_data` }, async (helper) => (
        writeArchive(await helper.read(), shop.elsewhere, 'silent', { idleLimit: 300 })
      )).then(() => undefined, (reason: unknown) => reason);
      try {
        return await reading;
      } finally {
        goOn();
      }
    });
    assert.ok(error instanceof Failure && error.kind === 'timed-out', String(error));
    assert.deepEqual((await readdir(shop.elsewhere)).filter((name) => name.startsWith('silent')), []);
    await asBefore();
    return `slow is whole and verified; silent ends: ${error.message}`;
  });

  row('F26', 'a secret stands in an env file', async () => {
    const ended = await composure(['backup', '--format', 'json', '--to', path.join(shop.elsewhere, 'secret')], { cwd: shop.directory, env: { COMPOSURE_STATE_FOLDER: states } });
    assert.equal(ended.status, 0, ended.stderr);
    assert.ok(!ended.stdout.includes(canary) && !ended.stderr.includes(canary), 'it is printed');
    const folder = path.join(shop.elsewhere, 'secret');
    const holders: string[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const at = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) continue;
      if (entry.name !== '.gitignore') assert.equal((await stat(at)).mode & 0o777, 0o600, at);
      if ((await readFile(at)).includes(canary)) holders.push(entry.name);
    }
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.deepEqual(holders, ['secret.env']);
    return 'nothing prints it; it stands in the one file of the backup that is its copy, 0600 in 0700';
  });

  row('F27', 'the docker command hangs, and writes without an end', async () => {
    const bin = await mkdtemp(path.join(tmpdir(), 'composure-bin-'));
    try {
      const wrapper = path.join(bin, 'docker');
      const call = { title: 'asking', directory: shop.directory, args: ['config'], output: 'answer' as const, parse: (text: string) => text };
      const cli = new ComposeCli({ environment: { ...process.env, PATH: `${bin}:${process.env['PATH']}` } });
      await writeFile(wrapper, `#!/bin/sh\nsleep 1000 &\necho $! > ${bin}/child\nwait\n`);
      await chmod(wrapper, 0o755);
      const hung = await cli.run(call, { timeLimit: 500 }).then(() => undefined, (reason: unknown) => reason);
      assert.ok(hung instanceof Failure && hung.kind === 'timed-out', String(hung));
      // One that ended may wait to be taken notice of.
      const child = await readFile(`/proc/${(await readFile(path.join(bin, 'child'), 'utf8')).trim()}/stat`, 'utf8').catch(() => ' Z ');
      assert.match(child, / Z /, 'its child runs on');
      await writeFile(wrapper, '#!/bin/sh\nexec cat /dev/zero\n');
      const endless = await cli.run(call, { timeLimit: 60_000 }).then(() => undefined, (reason: unknown) => reason);
      assert.ok(endless instanceof Failure && endless.kind === 'command-failed', String(endless));
      return `ended with its children: ${hung.message}; ${endless.message}`;
    } finally {
      await rm(bin, { recursive: true });
    }
  });

  row('F28', 'a database does not end within its grace period', async () => {
    const stubborn = await backupProject({ 'compose.yaml': `
services:
  db:
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap : TERM; while :; do sleep 0.1; done"]
    stop_grace_period: 1s
    volumes: ["data:/data"]
volumes: { data: {} }
` });
    try {
      const { manifest } = await createBackup(await stubborn.subject(), stubborn.machinery, { to: stubborn.elsewhere });
      const limit = manifest.limits.find((each) => each.includes('grace period'));
      assert.match(limit ?? '', /was killed: its data is as after a crash/);
      assert.equal(await stubborn.state('db'), 'running');
      return `the manifest says: ${limit?.replace(stubborn.name, 'shop')}`;
    } finally {
      await stubborn.remove();
    }
  });
});

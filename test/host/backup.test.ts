// Backups on the real engine: what is in them, that containers are what they were, and that nothing is left of one that failed.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BackupStep } from '#core/backup/backup-steps.ts';
import { Failure } from '#core/failure.ts';
import { createBackup, prepareBackup, type CreatedBackup, type CreateOptions } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { beginJournal, interrupted } from '#host/backup/journal.ts';
import { listBackups, readBackup } from '#host/backup/list.ts';
import { recover } from '#host/backup/recover.ts';
import { verifyBackup } from '#host/backup/verify.ts';
import { docker } from '../support/docker/docker.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);

/** The names and texts of an archive, as GNU tar reads it. */
async function extracted(folder: string, file: string): Promise<Readonly<Record<string, string>>> {
  const into = path.join(folder, '..', `x-${Math.random().toString(16).slice(2)}`);
  await mkdir(into);
  try {
    const compression = file.endsWith('.zst') ? ['--zstd'] : file.endsWith('.gz') ? ['--gzip'] : [];
    await run('tar', [...compression, '-xf', path.join(folder, file), '-C', into]);
    const { stdout } = await run('find', [into, '-type', 'f', '-printf', '%P\n']);
    const names = stdout.split('\n').filter((name) => name !== '').toSorted();
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(path.join(into, name), 'utf8')] as const)));
  } finally {
    await rm(into, { recursive: true });
  }
}

async function failure(making: Promise<unknown>): Promise<Failure> {
  const error = await making.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof Failure, `no failure: ${String(error)}`);
  return error;
}

describe('backing up', function () {
  this.timeout(90_000);
  withEngine();

  let shop: BackupProject;
  const create = async (options: CreateOptions = {}): Promise<CreatedBackup> => createBackup(await shop.subject(), shop.machinery, { to: shop.elsewhere, ...options });
  /** Everything runs, no helper, no lock and no journal is left, and nothing half-made. */
  async function nothingLeft(): Promise<void> {
    assert.deepEqual(await Promise.all(['db', 'cache', 'web'].map((service) => shop.state(service))), ['running', 'running', 'running']);
    assert.equal(await shop.helpers(), '');
    assert.deepEqual((await readdir(shop.elsewhere)).filter((name) => name.startsWith('.partial-')), []);
    assert.deepEqual((await interrupted()).filter(({ project }) => project === shop.name), []);
  }

  before(async () => {
    shop = await backupProject({
      'compose.yaml': `
services:
  db:${willing}
    volumes: ["data:/data", "./uploads:/uploads", "/anonymous"]
    env_file: settings.env
    depends_on: { cache: { condition: service_healthy } }
  cache:${willing}
    volumes: ["warm:/cache", "data:/shared:ro"]
    healthcheck: { test: [CMD, "true"], interval: 200ms }
    configs: [tuning]
    secrets: [password]
  web:${willing}
volumes: { data: {}, warm: {} }
configs: { tuning: { file: ./tuning.conf } }
secrets: { password: { file: ./password.txt } }
`,
      'settings.env': 'COLOUR=canary-value-of-env\n', '.env': 'UNUSED=1\n', 'tuning.conf': 'fast\n', 'password.txt': 'canary-value-of-secret\n',
    });
    await shop.sh('db', 'echo one > /data/a; mkdir /data/deep; echo two > "/data/deep/b c"; chown 999:998 /data; chmod 2750 /data; echo up > /uploads/u; echo none > /anonymous/n');
    await shop.sh('cache', 'head -c 300000 /dev/urandom > /cache/random');
  });

  after(() => shop.remove());

  it('holds volumes, folders of data and files, verified, for nobody else to read', async () => {
    const told: string[] = [];
    const made = await create({ onProgress: (progress) => told.push(JSON.stringify(progress)) });
    const { manifest, folder } = made;
    assert.deepEqual([made.problems, manifest.volumes.map(({ key }) => key ?? 'anonymous').toSorted(), manifest.binds.map((bind) => bind.path)], [[], ['anonymous', 'data', 'warm'], ['uploads']]);
    const fileOf = (key: string | undefined): string => manifest.volumes.find((volume) => volume.key === key)?.archive.file ?? '';
    assert.deepEqual(await extracted(folder, fileOf('data')), { 'data/a': 'one\n', 'data/deep/b c': 'two\n' });
    assert.deepEqual(await extracted(folder, fileOf(undefined)), { 'data/n': 'none\n' });
    assert.deepEqual(await extracted(folder, manifest.binds[0]?.archive.file ?? ''), { 'data/u': 'up\n' });
    assert.deepEqual(manifest.volumes.map(({ key, archive }) => [key, archive.compression === 'none']).filter(([, isPlain]) => isPlain), [['warm', true]]);
    assert.deepEqual(Object.fromEntries(manifest.files.map(({ path, role }) => [path, role])), {
      'compose.yaml': 'compose', '.env': 'env', 'settings.env': 'env_file', 'tuning.conf': 'config', 'password.txt': 'secret',
    });
    assert.equal(await readFile(path.join(folder, 'files/project/settings.env'), 'utf8'), 'COLOUR=canary-value-of-env\n');
    assert.deepEqual(manifest.services.map(({ name, consistency, containers }) => `${name} ${consistency} ${containers[0]?.state}`), ['cache stop running', 'db stop running', 'web live running']);
    // Values are in the files alone.
    const manifestText = await readFile(path.join(folder, 'manifest.json'), 'utf8');
    assert.ok(![...told, manifestText].some((text) => text.includes('canary')));
    const { stdout } = await run('find', [folder, '(', '-type', 'f', '-not', '-perm', '600', '-o', '-type', 'd', '-not', '-perm', '700', ')']);
    assert.equal(stdout, '');
    const read = await readBackup(folder);
    assert.ok('manifest' in read && read.verified?.ok === true);
    assert.deepEqual(read.manifest, manifest);
    await nothingLeft();
  });

  it('stops who writes alone, and starts those again after whom they need', async () => {
    const began = async (service: string): Promise<string> => docker('inspect', '--format', '{{.State.StartedAt}}', `${shop.name}-${service}-1`);
    const web = await began('web');
    const steps: string[] = [];
    await create({ onProgress: ({ step }) => { if (steps.at(-1) !== step) steps.push(step); } });
    assert.equal(await began('web'), web);
    const named = steps.filter((step) => /^(?:Stopping|Starting)/.test(step)).map((step) => step.replace(shop.name, 'shop'));
    assert.deepEqual(named, ['Stopping shop-db-1', 'Stopping shop-cache-1', 'Starting shop-cache-1', 'Starting shop-db-1']);
  });

  it('leaves alone what did not run, and what is paused', async () => {
    try {
      await docker('stop', '--time', '5', `${shop.name}-cache-1`);
      // An engine on a busy machine fails to freeze a process now and then.
      await docker('pause', `${shop.name}-db-1`).catch(() => docker('pause', `${shop.name}-db-1`));
      const { manifest } = await create();
      assert.deepEqual([await shop.state('cache'), await shop.state('db')], ['exited', 'paused']);
      assert.deepEqual(manifest.services.map(({ name, containers }) => `${name} ${containers[0]?.state} ${containers[0]?.exitCode}`), ['cache exited 0', 'db paused undefined', 'web running undefined']);
    } finally {
      await docker('unpause', `${shop.name}-db-1`).catch(() => undefined);
      await docker('start', `${shop.name}-cache-1`);
    }
  });

  it('pauses, runs commands and dumps as composure.yaml wishes', async () => {
    await writeFile(path.join(shop.directory, 'composure.yaml'), `
backup:
  exclude: [data]
  services:
    db: { consistency: pause, before: [sh, -c, "echo before >> /uploads/log"], after: [sh, -c, "echo after >> /uploads/log; exit 3"] }
    cache: { dump: [sh, -c, "cat /cache/random; echo canary >&2"], load: [sh, -c, "cat > /cache/random"] }
`);
    const { warm, made } = { warm: await shop.sh('cache', 'sha256sum /cache/random'), made: await create() };
    await rm(path.join(shop.directory, 'composure.yaml'));
    const { manifest, folder } = made;
    assert.deepEqual(manifest.services.map(({ name, consistency }) => `${name} ${consistency}`), ['cache dump', 'db pause', 'web live']);
    assert.deepEqual(manifest.volumes.map(({ key }) => key), [undefined]);
    assert.deepEqual(manifest.dumps.map(({ kind, service, volumes, contentBytes }) => [kind, service, volumes, contentBytes]), [['custom', 'cache', [`${shop.name}_warm`], 300_000]]);
    assert.equal(manifest.dumps[0]?.contentSha256, warm.split(' ')[0]);
    assert.match((await extracted(folder, manifest.binds[0]?.archive.file ?? ''))['data/log'] ?? '', /^before\n$/);
    assert.equal(await shop.sh('db', 'cat /uploads/log; rm /uploads/log'), 'before\nafter');
    assert.deepEqual(made.problems, ['the command after the backup of db ended with exit code 3']);
    await nothingLeft();
  });

  it('is no backup where a dump or a command fails, and everything runs', async () => {
    for (const [wish, message] of [
      ['cache: { dump: [sh, -c, "echo half; echo why >&2; exit 7"], load: [cat] }', /^the dump of cache ended with exit code 7: why$/],
      ['cache: { dump: ["true"], load: [cat] }', /^the dump of cache printed nothing$/],
      ['db: { before: [no-such-program] }', /^the command before the backup of db cannot be run: is no-such-program in its image\?$/],
    ] as const) {
      await writeFile(path.join(shop.directory, 'composure.yaml'), `backup:\n  services:\n    ${wish}\n`);
      const before = await readdir(shop.elsewhere);
      assert.match((await failure(create())).message, message);
      assert.deepEqual(await readdir(shop.elsewhere), before);
      await nothingLeft();
    }
    await rm(path.join(shop.directory, 'composure.yaml'));
  });

  it('says what a service did that did not end by itself', async () => {
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
      // Cancelled while it takes its grace period, it runs again all the same.
      const cancel = new AbortController();
      const making = createBackup(await stubborn.subject(), stubborn.machinery, {
        to: stubborn.elsewhere, signal: cancel.signal, onProgress: ({ step }) => { if (step.startsWith('Stopping')) setTimeout(() => cancel.abort(new Failure('command-failed', 'enough')), 300); },
      });
      assert.equal((await failure(making)).message, 'enough');
      await delay(1500);
      assert.equal(await stubborn.state('db'), 'running');
      const { manifest } = await createBackup(await stubborn.subject(), stubborn.machinery, { to: stubborn.elsewhere });
      assert.ok(manifest.limits.includes(`${stubborn.name}-db-1 did not end within its grace period and was killed: its data is as after a crash`), manifest.limits.join());
    } finally {
      await stubborn.remove();
    }
  });

  it('fails where somebody starts what was stopped, or mounts a volume, meanwhile', async () => {
    await shop.sh('db', 'head -c 60000000 /dev/urandom > /data/large');
    try {
      const meanwhile = async (act: () => Promise<unknown>): Promise<string> => {
        const acting: Promise<unknown>[] = [];
        const making = create({ onProgress: ({ step }) => { if (step.startsWith('Reading') && acting.length === 0) acting.push(act()); } });
        const { message, kind } = await failure(making);
        assert.equal(kind, 'inconsistent', message);
        await Promise.all(acting);
        await nothingLeft();
        return message.replaceAll(shop.name, 'shop');
      };
      assert.match(await meanwhile(() => docker('start', `${shop.name}-db-1`)), /^shop-db-1 was started while its data was read/);
      assert.match(await meanwhile(() => docker('run', '--rm', '--volume', `${shop.name}_data:/v`, 'composure-test/busybox:1', 'true')), /mounted the volume shop_data/);
      assert.match(await meanwhile(async () => {
        await docker('run', '--detach', '--rm', '--name', `${shop.name}-stranger`, '--volume', `${shop.directory}/uploads:/v`, 'composure-test/busybox:1', 'sleep', '1000');
      }), /^shop-stranger mounted \S+\/uploads while/);
    } finally {
      await docker('rm', '--force', `${shop.name}-stranger`).catch(() => undefined);
      await shop.sh('db', 'rm /data/large');
    }
  });

  it('fails where a file shrinks while it is read', async () => {
    await writeFile(path.join(shop.directory, 'composure.yaml'), 'backup: { consistency: live }\n');
    await shop.sh('db', 'for i in 1 2 3 4 5 6 7 8; do head -c 16000000 /dev/urandom > /data/large$i; done');
    try {
      // While this process waits, the engine gets no further than its buffers.
      let shrunk = false;
      const { kind, message } = await failure(create({ onProgress: ({ done }) => {
        if (shrunk || done < 1_000_000) return;
        shrunk = true;
        execFileSync('docker', ['exec', `${shop.name}-db-1`, 'sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do : > /data/large$i; done']);
      } }));
      assert.equal(kind, 'inconsistent', message);
      assert.match(message, /^volume data changed while it was read: /);
      await nothingLeft();
    } finally {
      await shop.sh('db', 'rm -f /data/large*');
      await rm(path.join(shop.directory, 'composure.yaml'));
    }
  });

  it('leaves nothing behind when it is cancelled, at any step', async () => {
    for (const at of ['Stopping', 'Reading', 'Starting', 'Verifying']) {
      const cancel = new AbortController();
      const making = create({ signal: cancel.signal, onProgress: ({ step }) => { if (step.startsWith(at)) cancel.abort(new Failure('command-failed', `cancelled while ${at}`)); } });
      assert.equal((await failure(making)).message, `cancelled while ${at}`);
      await nothingLeft();
    }
  });

  it('says when the disk is full, and leaves nothing behind', async () => {
    const small = path.join(shop.elsewhere, 'small');
    await mkdir(small);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', small]);
    try {
      await shop.sh('db', 'head -c 3000000 /dev/urandom > /data/large');
      const notes: string[] = [];
      const { kind } = await failure(create({ to: small, onProgress: ({ note }) => { if (note !== undefined) notes.push(note); } }));
      assert.equal(kind, 'disk-full');
      const taken = path.join(shop.elsewhere, 'taken');
      await writeFile(taken, '');
      assert.match((await failure(create({ to: path.join(taken, 'below') }))).message, /^no backup can be made in .*taken\/below: /);
      assert.match(notes.join(), /less room than the data takes/);
      assert.deepEqual(await readdir(small), []);
      await nothingLeft();
    } finally {
      await run('umount', [small]);
      await shop.sh('db', 'rm /data/large');
    }
  });

  it('is encrypted with a key, and verified with that key alone', async () => {
    const keyFile = path.join(shop.elsewhere, 'key');
    await writeFile(keyFile, `${'7a'.repeat(32)}\n`, { mode: 0o644 });
    await writeFile(path.join(shop.directory, 'composure.yaml'), `backup: { keyFile: ${keyFile} }\n`);
    try {
      assert.match((await failure(create())).message, /can be read by others/);
      await chmod(keyFile, 0o600);
      const { folder, manifest } = await create();
      assert.equal(manifest.encryption?.cipher, 'aes-256-gcm');
      const secret = manifest.files.find(({ role }) => role === 'secret');
      const sealed = await readFile(path.join(folder, secret?.file ?? ''));
      assert.ok(!sealed.includes('canary') && sealed.subarray(0, 18).toString() === 'composure-backup-1\n'.slice(0, 18));
      const { keyOf } = await import('#host/backup/encryption.ts');
      assert.deepEqual((await verifyBackup(folder, manifest, { key: keyOf(Buffer.alloc(32, 0x7a)) })).problems, []);
      await assert.rejects(verifyBackup(folder, manifest, { key: keyOf(Buffer.alloc(32, 1)) }), /was encrypted with the key/);
      await assert.rejects(verifyBackup(folder, manifest), /the backup is encrypted/);
    } finally {
      await rm(path.join(shop.directory, 'composure.yaml'));
    }
  });

  it('is locked: a second one says who has it', async () => {
    const seen: string[] = [];
    const first = create({ onProgress: ({ step }) => seen.push(step) });
    await until('the first one works', () => seen.length, (count) => count > 0);
    const { kind, message } = await failure(create());
    await first;
    assert.equal(kind, 'locked');
    assert.match(message, /in use: a backup runs in this window/);
  });

  it('counts, and is listed with the newest first', async () => {
    await create({ only: { volumes: [`${shop.name}_data`, 'gone'], binds: [] }, purpose: 'safety-copy' });
    const { backups, broken } = await listBackups(shop.elsewhere, shop.name);
    const numbers = backups.map(({ manifest }) => manifest.sequence);
    assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a));
    assert.equal(new Set(numbers).size, numbers.length);
    const [newest] = backups;
    assert.deepEqual([newest?.manifest.purpose, newest?.manifest.volumes.map(({ key }) => key), newest?.manifest.files, broken], ['safety-copy', ['data'], [], []]);
  });

  it('that was killed when it had its name is told as whole, and its journal closed', async () => {
    const { folder, manifest } = await create();
    const engine = await shop.machinery.engine.id();
    // What stands in the journal from the rename on.
    const journal = await beginJournal<BackupStep>({ operation: 'backup', engine, address: '', project: shop.name, directory: shop.directory, environment: 'default' }, shop.elsewhere);
    for (const step of [{ step: 'folder', folder: `${path.dirname(folder)}/.partial-${manifest.id}` }, { step: 'hold', hold: [] }, { step: 'back' }] as const) await journal.write(step);
    await journal.leave();
    const [found] = await listInterrupted(shop.elsewhere);
    assert.deepEqual([found?.step, found?.options], [`${manifest.id} is whole and verified, and nothing is left to be done`, ['resume']]);
    const recovered = await recover(found?.id ?? '', 'resume', shop.machinery, { stateFolder: shop.elsewhere });
    assert.deepEqual([recovered.ok, recovered.text, await listInterrupted(shop.elsewhere)], [true, `${manifest.id} is whole and verified`, []]);
    assert.equal((await verifyBackup(folder, manifest)).ok, true);
    await nothingLeft();
  });

  it('finds every kind of damage, and names the file', async () => {
    const { folder, manifest } = await create();
    const damaged = async (file: string, damage: (at: string) => Promise<void>): Promise<string> => {
      const at = path.join(folder, file);
      const before = await readFile(at);
      await damage(at);
      const { ok, problems } = await verifyBackup(folder, manifest);
      await writeFile(at, before, { mode: 0o600 });
      assert.deepEqual([ok, problems.length], [false, 1], `${file}: ${problems.join()}`);
      return problems[0] ?? '';
    };
    const files = [...manifest.volumes.filter(({ key }) => key !== undefined).map(({ archive }) => archive.file), manifest.binds[0]?.archive.file ?? '', manifest.files[0]?.file ?? ''];
    for (const file of files) {
      assert.ok((await damaged(file, (at) => rm(at))).startsWith(file));
      assert.ok((await damaged(file, async (at) => truncate(at, (await stat(at)).size - 1))).startsWith(file));
      assert.ok((await damaged(file, async (at) => writeFile(at, Buffer.concat([await readFile(at), Buffer.from('x')])))).startsWith(file));
      for (const place of [0, 0.5, 1]) {
        assert.ok((await damaged(file, async (at) => {
          const bytes = await readFile(at);
          const index = Math.floor((bytes.length - 1) * place);
          bytes[index] = (bytes[index] ?? 0) ^ 1;
          await writeFile(at, bytes);
        })).startsWith(file), `${file} at ${place}`);
      }
    }
    assert.deepEqual((await verifyBackup(folder, manifest)).problems, []);
  });

  it('plans without changing anything, and saves what only the engine knows of', async () => {
    const { plan, free } = await prepareBackup(await shop.subject(), shop.machinery, { to: path.join(shop.elsewhere, 'never', 'made') });
    assert.deepEqual([plan.hold.length, plan.refusals, (free ?? 0) > 0, (plan.bytes ?? 0) > 300_000], [2, [], true, true]);
    assert.ok(!(await readdir(shop.elsewhere)).includes('never'));
    const orphaned = await prepareBackup({ ...await shop.subject(), loaded: undefined }, shop.machinery, { to: shop.elsewhere });
    assert.deepEqual(orphaned.plan.volumes.map(({ key }) => key ?? 'anonymous').toSorted(), ['anonymous', 'data', 'warm']);
  });
});

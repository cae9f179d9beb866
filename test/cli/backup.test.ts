// `composure backup` on a real engine: what it prints, what it leaves on the disk, and how it ends.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledCommand } from '../support/command-bundle.ts';
import { composure, temporaryFolder, type Ended } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';

interface BackupJson {
  readonly backup: string;
  readonly id: string;
  readonly bytes: number;
  readonly verified: boolean;
  readonly volumes: readonly { readonly name: string; readonly bytes: number; readonly entries: number; readonly sha256: string }[];
  readonly binds: readonly { readonly path: string }[];
  readonly files: readonly { readonly path: string; readonly role: string }[];
}

interface ListJson {
  readonly backups: readonly { readonly id: string; readonly sequence: number; readonly verified: { readonly ok: boolean } }[];
  readonly broken: readonly { readonly folder: string; readonly why: string }[];
}

describe('backups from the terminal', function () {
  this.timeout(90_000);
  const name = `composure-${randomBytes(6).toString('hex')}`;
  let stop: () => Promise<void> = async () => {};
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const run = (...args: string[]): Promise<Ended> => composure(['backup', ...args], { cwd: folder.path });
  const at = (...parts: string[]): string => path.join(folder.path, ...parts);
  const json = async <Answer>(...args: string[]): Promise<Answer> => JSON.parse((await run(...args, '--format', 'json')).stdout) as Answer;
  const state = (): Promise<string> => docker('inspect', '--format', '{{.State.Status}}', `${name}-db-1`);

  before(async function () {
    this.timeout(120_000);
    const engine = await ensureEngine();
    stop = () => engine.stop();
    await ensureTestImage();
    folder = await temporaryFolder({
      '.git/': '', 'notes/': '', 'password.env': 'PASSWORD=canary-of-env\n',
      'compose.yaml': `name: ${name}
services:
  db:
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
    env_file: password.env
    volumes: ["data:/data", "./notes:/notes"]
volumes: { data: {} }
`,
    });
    await docker('compose', '--project-directory', folder.path, 'up', '--detach');
    await docker('exec', `${name}-db-1`, 'sh', '-c', 'seq 3000 > /data/numbers; echo x > /notes/x');
  });

  after(async function () {
    this.timeout(60_000);
    await docker('compose', '--project-name', name, 'down', '--volumes', '--timeout', '5');
    await folder.remove();
    await stop();
  });

  it('--dry-run says what would be saved and stopped, and makes nothing', async () => {
    const { status, stdout } = await run('--dry-run');
    assert.equal(status, 0);
    assert.match(stdout.replaceAll(name, 'shop').replaceAll(folder.path, '/srv'), /^A backup of shop in \/srv\/backups reads [\d.]+ KiB \([\d.]+ \w+ free\)\n {2}volume data, [\d.]+ KiB \(db\)\n {2}2 files of the project: compose\.yaml and password\.env\nStopped meanwhile: shop-db-1\n$/);
    const { plan } = await json<{ plan: { volumes: unknown[]; hold: unknown[] } }>('create', '--dry-run');
    assert.deepEqual([plan.volumes.length, plan.hold], [1, [{ name: `${name}-db-1`, service: 'db', how: 'stop' }]]);
    assert.ok(!(await readdir(folder.path)).includes('backups'));
  });

  it('create makes one that is verified, and shows no value', async () => {
    await writeFile(at('composure.yaml'), 'backup: { include: [./notes] }\n');
    const { status, stdout, stderr } = await run('create', '--format', 'json');
    assert.equal(status, 0, stderr);
    const made = JSON.parse(stdout) as BackupJson;
    assert.deepEqual([made.verified, made.volumes.map((volume) => volume.name), made.volumes[0]?.entries, made.binds.map((bind) => bind.path)], [true, [`${name}_data`], 2, ['notes']]);
    assert.deepEqual(made.files.map(({ path, role }) => `${role} ${path}`), ['compose compose.yaml', 'composure composure.yaml', 'env_file password.env']);
    assert.match(stderr.replaceAll(name, 'shop'), /^Stopping shop-db-1\nReading volume data\n[\s\S]*Starting shop-db-1\nVerifying\n$/);
    assert.ok(!`${stdout}${stderr}`.includes('canary'));
    assert.equal(await state(), 'running');
    // Git leaves out what was made.
    assert.match(await readFile(at('backups', '.gitignore'), 'utf8'), /^\*$/m);
    const text = await run();
    assert.match(text.stdout.replaceAll(name, 'shop').replaceAll(folder.path, '/srv'), /^\/srv\/backups\/shop-\d{8}T\d{6}Z(?:-2)?: 1 volume, 1 folder, 3 files, [\d.]+ KiB, verified, in \d+ s\n$/);
  });

  it('list shows them with the newest first, and what is none', async () => {
    const broken = at('backups', `${name}-20200101T000000Z`);
    await mkdir(broken);
    const { status, stdout } = await run('list');
    assert.equal(status, 0);
    const lines = stdout.replaceAll(name, 'shop').replaceAll(folder.path, '/srv').trimEnd().split('\n');
    assert.match(lines[0] ?? '', /^backup +made +size +holds +verified$/);
    assert.match(lines[1] ?? '', /^shop-\S+ +just now +[\d.]+ KiB +1 volume, 1 folder, 3 files +just now$/);
    assert.equal(lines.at(-1), '/srv/backups/shop-20200101T000000Z is no backup: it has no manifest.json');
    const listed = await json<ListJson>('list');
    assert.deepEqual([listed.backups.map(({ sequence }) => sequence), listed.broken.length], [[2, 1], 1]);
    await rm(broken, { recursive: true });
    assert.equal((await run('list', '--to', 'nowhere')).stdout, `There is no backup in ${at('nowhere')}\n`);
  });

  it('verify reads one again, and says what is damaged', async () => {
    const [newest, oldest] = (await json<ListJson>('list')).backups;
    assert.match((await run('verify', newest?.id ?? '')).stdout, /is as it was written: 1 volume, 1 folder, 3 files/);
    assert.equal((await run('verify', 'latest')).status, 0);
    const file = at('backups', oldest?.id ?? '', 'files/project/compose.yaml');
    const text = await readFile(file);
    await writeFile(file, text.subarray(1));
    const damaged = await run('verify', path.join('backups', oldest?.id ?? ''));
    assert.equal(damaged.status, 1);
    assert.match(damaged.stdout, /is damaged\n {2}files\/project\/compose\.yaml has \d+ instead of \d+ bytes\n$/);
    assert.deepEqual((await json<ListJson>('list')).backups.map(({ verified }) => verified.ok), [true, false]);
    await writeFile(file, text);
    assert.deepEqual(await json('verify', oldest?.id ?? '').then((said) => (said as BackupJson).verified), true);
    assert.equal((await run('verify', 'no-such')).status, 2);
    assert.equal((await run('verify')).status, 2);
  });

  it('prune removes what is not kept, and never without a yes', async () => {
    const { backups } = await json<ListJson>('list');
    const [newest] = backups;
    assert.ok(newest !== undefined);
    for (let sequence = 10; sequence < 13; sequence += 1) {
      const id = `${name}-2026010${sequence - 9}T000000Z`;
      await cp(at('backups', newest.id), at('backups', id), { recursive: true });
      const manifest = JSON.parse(await readFile(at('backups', id, 'manifest.json'), 'utf8')) as Record<string, unknown>;
      await writeFile(at('backups', id, 'manifest.json'), JSON.stringify({ ...manifest, id, sequence, createdAt: `2026-01-0${sequence - 9}T00:00:00Z`, ...(sequence === 10 && { purpose: 'safety-copy' }) }));
    }
    await mkdir(at('backups', '.pruned-left'));
    const all = async (): Promise<readonly string[]> => (await readdir(at('backups'))).filter((each) => each !== '.gitignore').toSorted();
    const before = await all();
    const asked = await run('prune', '--keep-last', '1');
    assert.deepEqual([asked.status, await all()], [2, before]);
    assert.match(asked.stderr, /3 backups go, [\s\S]*no backup is removed before somebody says yes: --yes does\n$/);
    assert.match((await run('prune', '--keep-last', '1', '--dry-run')).stdout, /^3 backups go, [\d.]+ KiB:\n[\s\S]*2 backups stay\n$/);
    assert.deepEqual(await all(), before);
    const pruned = await run('prune', '--keep-last', '1', '--yes');
    assert.deepEqual([pruned.status, pruned.stdout], [0, 'Removed 3 backups\n'], pruned.stderr);
    // Number 12 is the newest whatever its clock said, and number 10 a safety copy. What an earlier pruning left is gone too.
    assert.deepEqual(await all(), [`${name}-20260101T000000Z`, `${name}-20260103T000000Z`]);
  });

  it('is cancelled by Ctrl-C: what was stopped runs again, and nothing is left', async () => {
    const before = await readdir(at('backups'));
    const child = spawn(process.execPath, ['--', await bundledCommand(), 'backup'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const begins = !stderr.includes('Reading');
      stderr += text;
      if (begins && stderr.includes('Reading')) child.kill('SIGINT');
    });
    const [status] = await once(child, 'close') as [number | null];
    assert.equal(status, 1, stderr);
    assert.match(stderr, /cancelling: containers that were stopped are started again, and what was half made is removed\n[\s\S]*composure: the backup of \S+ was cancelled: there is none\n$/);
    assert.deepEqual([await state(), await readdir(at('backups'))], ['running', before]);
  });

  /** Begins a backup and kills it when it has said something. */
  async function killed(at: string, env: NodeJS.ProcessEnv): Promise<void> {
    const child = spawn(process.execPath, ['--', await bundledCommand(), 'backup'], { cwd: folder.path, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.includes(at)) child.kill('SIGKILL');
    });
    const [, signal] = await once(child, 'close') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', stderr);
  }

  it('is tidied up after a kill, by recover or by the next backup', async () => {
    const env = { COMPOSURE_STATE_FOLDER: at('states') };
    const left = async (): Promise<readonly string[]> => (await readdir(at('backups'))).filter((each) => each.startsWith('.partial-'));
    await killed('Reading', env);
    assert.deepEqual([await state(), (await left()).length], ['exited', 1]);
    const [operation] = JSON.parse((await composure(['recover', '--format', 'json'], { cwd: folder.path, env })).stdout) as { readonly id: string; readonly operation: string }[];
    assert.equal(operation?.operation, 'backup');
    const recovered = await composure(['recover', operation?.id ?? '', '--put-back'], { cwd: folder.path, env });
    assert.deepEqual([recovered.status, await state(), await left()], [0, 'running', []], recovered.stderr);

    await killed('Reading', env);
    const next = await composure(['backup', '--format', 'json'], { cwd: folder.path, env });
    assert.match(next.stderr, /^Tidying up after a backup that was interrupted\nStarting \S+\nStopping /m);
    assert.deepEqual([next.status, await state(), await left()], [0, 'running', []], next.stderr);
    assert.equal((await composure(['recover', '--format', 'json'], { cwd: folder.path, env })).stdout.trim(), '[]');
  });

  it('says where Git would take backups in, and adds the line after a yes', async () => {
    await mkdir(at('kept'));
    const { stderr } = await run('--to', 'kept');
    assert.match(stderr, /kept lies in a Git repository that would take it in, with all data and secrets: \/kept\/ in \S+\.gitignore leaves it out\n$/);
    assert.equal((await run('--to', 'kept', '--yes')).status, 0);
    assert.equal(await readFile(at('.gitignore'), 'utf8'), '/kept/\n');
    assert.ok(!(await run('--to', 'kept', '--dry-run')).stderr.includes('Git'));
  });

  it('says what of composure.yaml cannot be followed', async () => {
    await writeFile(at('composure.yaml'), 'backup: { consistency: sotp }\n');
    const { stdout } = await composure(['check'], { cwd: folder.path });
    assert.match(stdout, /configuration[\s\S]*consistency is one of stop, pause, live, dump: as it is, backups are made without this|consistency is one of stop, pause, live, dump: as it is, backups are made without this[\s\S]*configuration/);
    await writeFile(at('composure.yaml'), 'backup: { services: { db: dump } }\n');
    const refused = await run();
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /db is to be dumped, and there is no ready dump for composure-test\/busybox:1: backup\.services\.db in composure\.yaml needs dump and load/);
    await rm(at('composure.yaml'));
  });

  it('says what it does not know', async () => {
    for (const [args, message] of [
      [['lst'], /composure backup knows no "lst": did you mean list\?/],
      [['prune', 'x'], /composure backup prune takes no argument: "x"/],
      [['prune', '--keep-last', 'x'], /--keep-last: "x" is no whole number from 0 to 9999/],
    ] as const) {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
    }
  });
});

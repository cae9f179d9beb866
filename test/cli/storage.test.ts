// `composure storage` and `composure destroy` on a real engine: what they print, what they ask, and what is there afterwards.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { bundledCommand } from '../support/command-bundle.ts';
import { composure, temporaryFolder, type Ended } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage, testImage } from '../support/docker/image.ts';

const shop = `services:
  db:
    image: composure-test/busybox:1
    command: sleep 1000
    stop_signal: SIGKILL
    volumes: ["data:/var/lib/x", "/unnamed", "./files:/data"]
  report:
    image: composure-test/busybox:1
    profiles: [report]
    volumes: ["later:/v"]
volumes:
  data: {}
  later: {}
`;

interface StorageJson {
  readonly volumes: readonly { readonly name: string; readonly bytes: number; readonly kind: string; readonly growth?: number; readonly lastBackup?: { readonly id: string } }[];
  readonly missing: readonly string[];
  readonly folders: readonly { readonly path: string; readonly bytes: number }[];
  readonly orphans: readonly { readonly name: string; readonly why: string }[];
  readonly copies: readonly { readonly from: string; readonly to: string }[];
}

describe('storage from the terminal', function () {
  this.timeout(240_000);
  let stop: () => Promise<void> = async () => {};
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const name = `composure-${randomBytes(6).toString('hex')}`;

  /** What down leaves, and a restore brings back. */
  const nameless: string[] = [];
  const rememberNameless = async (): Promise<void> => {
    nameless.push(await docker('inspect', '--format', '{{range .Mounts}}{{if eq .Destination "/unnamed"}}{{.Name}}{{end}}{{end}}', `${name}-db-1`));
  };

  const run = (...args: string[]): Promise<Ended> => composure(args, { cwd: folder.path, env: { COMPOSURE_STATE_FOLDER: path.join(folder.path, '.state') } });
  const json = async <T>(...args: string[]): Promise<T> => {
    const { stdout, stderr } = await run(...args, '--format', 'json');
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as T;
  };
  const volumes = async (): Promise<string> => (await docker('volume', 'ls', '--quiet', '--filter', `name=${name}`)).replaceAll(name, 'shop').split('\n').toSorted().join(' ');
  const shell = (volume: string, script: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/v`, testImage, 'sh', '-c', script);
  const makeVolume = (volume: string, project: string, key: string): Promise<string> => (
    docker('volume', 'create', '--label', `com.docker.compose.project=${project}`, '--label', `com.docker.compose.volume=${key}`, volume)
  );

  before(async function () {
    this.timeout(120_000);
    const engine = await ensureEngine();
    stop = () => engine.stop();
    await ensureTestImage();
    folder = await temporaryFolder({ 'compose.yaml': `name: ${name}\n${shop}`, 'files/one': 'x'.repeat(1000) });
    await docker('compose', '--project-directory', folder.path, 'up', '--detach');
    await rememberNameless();
    await docker('exec', `${name}-db-1`, 'sh', '-c', 'head -c 5000 /dev/urandom > /var/lib/x/file; echo x > /unnamed/file');
  });

  after(async function () {
    this.timeout(120_000);
    await docker('compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0');
    const left = await docker('volume', 'ls', '--quiet', '--filter', `name=${name}`);
    await docker('volume', 'rm', '--force', ...nameless, ...left.split('\n').filter((volume) => volume !== ''));
    await folder.remove();
    await stop();
  });

  it('is shown as a table and as JSON', async () => {
    const { status, stdout, stderr } = await run('storage');
    assert.deepEqual([status, stderr], [0, 'Measuring\n'], stdout);
    const [heading = '', head, ...rows] = stdout.replaceAll(name, 'shop').split('\n');
    assert.equal(heading, 'shop keeps data in 3 volumes and 1 folder, 5.86 KiB');
    assert.match(head ?? '', /^ {2}data +size +since backup +last backup +used by$/);
    assert.match(rows.slice(0, 4).join('\n'), /^ {2}shop_data +4\.88 KiB +never +db \(\/var\/lib\/x\)\n {2}shop_later +not made yet +never +nobody\n {2}[0-9a-f]{12}… \(no name\) +2 B +never +db \(\/unnamed\)\n {2}files +1000 B|0\.98 KiB +never +db$/);
    const told = await json<StorageJson>('storage', 'status');
    assert.deepEqual(told.volumes.map(({ name: volume, bytes, kind }) => [volume === `${name}_data`, bytes, kind]), [[true, 5000, 'own'], [false, 2, 'anonymous']]);
    assert.deepEqual([told.missing, told.folders.map(({ bytes }) => bytes), told.copies], [[`${name}_later`], [1000], []]);
  });

  it('tells what has grown since the last backup', async () => {
    const { status, stderr } = await run('backup', 'create');
    assert.equal(status, 0, stderr);
    await docker('exec', `${name}-db-1`, 'sh', '-c', 'head -c 700 /dev/urandom > /var/lib/x/more');
    const { volumes: [data] } = await json<StorageJson>('storage');
    assert.deepEqual([data?.bytes, data?.growth, data?.lastBackup?.id.startsWith(`${name}-`)], [5700, 700, true]);
    assert.match((await run('storage')).stdout, /4?5\.57 KiB +\+700 B +(?:just now|1 minute ago) +db/);
  });

  it('down keeps all of it, named or not', async () => {
    const before = await docker('volume', 'ls', '--quiet');
    const { status } = await run('down', '--yes');
    const after = new Set((await docker('volume', 'ls', '--quiet')).split('\n'));
    assert.equal(status, 0);
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${name}`), '');
    assert.deepEqual(before.split('\n').filter((volume) => !after.has(volume) && (volume.startsWith(name) || nameless.includes(volume))), []);
    await docker('compose', '--project-directory', folder.path, 'up', '--detach');
    await rememberNameless();
    assert.equal(await docker('exec', `${name}-db-1`, 'sh', '-c', 'cat /var/lib/x/* | wc -c'), '5700');
  });

  it('clean backs up and removes what belongs to nobody, and asks before', async () => {
    await makeVolume(`${name}_old`, name, 'old');
    await shell(`${name}_old`, 'mkdir /v/dir && echo precious > /v/dir/file');
    await makeVolume(`${name}away_x`, `${name}away`, 'x');
    const before = await volumes();
    const own = `${name}_old`;
    const planned = await run('storage', 'clean', own, '--dry-run');
    assert.match(planned.stdout.replaceAll(name, 'shop'), /^1 volume would go, 9 B:\n {2}volume shop_old, 9 B, in no backup yet: no file of shop declares old any more; it holds dir\/\n/);
    const unasked = await run('storage', 'clean', own);
    assert.deepEqual([unasked.status, unasked.stderr.endsWith('composure: nothing is removed before somebody says yes: --yes does\n')], [2, true], unasked.stderr);
    for (const [volume, why] of [[`${name}_data`, `${name}-db-1 has it mounted`], [`${name}_odl`, `there is no such volume: did you mean ${name}_old?`]] as const) {
      const refused = await run('storage', 'clean', volume, '--yes');
      assert.deepEqual([refused.status, refused.stderr.split('\n').at(-2)], [2, `composure: ${volume}: ${why}`]);
    }
    assert.equal(await volumes(), before);

    const cleaned = await json<{ removed: string[]; left: string[]; backup: string }>('storage', 'clean', own, `${name}away_x`, '--yes');
    assert.deepEqual([cleaned.removed, cleaned.left], [[own, `${name}away_x`], []]);
    assert.equal(await volumes(), 'shop_data');
    const verified = await run('backup', 'verify', cleaned.backup);
    assert.equal(verified.status, 0, verified.stderr);

    // What an older backup holds as it is now is not saved again.
    await makeVolume(`${name}_old`, name, 'old');
    await shell(`${name}_old`, 'echo again > /v/file; touch -d "2001-02-03 04:05:06" /v/file /v');
    const first = await run('backup', 'create');
    assert.equal(first.status, 0, first.stderr);
    const second = await json<{ removed: string[]; backup: string | null; savedBefore: { name: string }[] }>('storage', 'clean', own, '--yes');
    assert.deepEqual([second.removed, second.backup, second.savedBefore.map((each) => each.name)], [[own], null, [own]]);
  });

  it('copy brings over what an earlier name of the project left', async () => {
    for (const key of ['data', 'later']) await makeVolume(`${name}before_${key}`, `${name}before`, key);
    await shell(`${name}before_later`, 'echo old > /v/file && chown 70:70 /v/file');
    const { copies } = await json<StorageJson>('storage');
    assert.deepEqual(copies.map(({ from, to }) => `${from} ${to}`.replaceAll(name, 'shop')), ['shopbefore_data shop_data', 'shopbefore_later shop_later']);
    const full = await run('storage', 'copy', `${name}before_data`, `${name}_data`);
    assert.deepEqual([full.status, full.stderr.replaceAll(name, 'shop')], [2, 'composure: shop-db-1 uses shop_data: stop it first\n']);
    const copied = await run('storage', 'copy', `${name}before_later`, `${name}_later`);
    assert.deepEqual([copied.status, copied.stdout.replaceAll(name, 'shop')], [0, 'shop_later holds what shopbefore_later does: 1 entry, 4 B, compared one by one; shopbefore_later is still there\n'], copied.stderr);
    assert.equal(await shell(`${name}_later`, 'stat -c "%u %s" /v/file'), '70 4');
    const again = await run('storage', 'copy', `${name}before_later`, `${name}_later`);
    assert.deepEqual([again.status, again.stderr.split('\n').at(-2)], [2, `composure: ${name}_later is not empty: nothing was copied`]);
    await docker('volume', 'rm', `${name}before_data`, `${name}before_later`);
  });

  it('says in one line what cannot be done', async () => {
    const table: readonly [args: readonly string[], line: RegExp][] = [
      [['storage', 'cleen'], /^composure: composure storage knows no "cleen": did you mean clean\?\n$/],
      [['storage', 'status', 'x'], /^composure: composure storage status takes no argument: "x"\n$/],
      [['storage', 'copy', 'x'], /^composure: composure storage copy needs two volumes: composure storage copy FROM TO\n$/],
      [['storage', 'copy', 'composure-none', `${name}_data`], /^composure: there is no volume composure-none\n$/],
      [['storage', 'move'], /^composure: composure storage move needs the name of one service: composure storage move SERVICE\n$/],
      [['storage', 'move', 'bd'], /^composure: default has no service "bd": there is db, report\n$/],
      [['storage', 'move', 'db'], /^composure: db keeps no data, as far as is known, that would not survive\n$/],
      [['destroy', '--yes'], /^composure: unknown option --yes/],
      [['destroy'], new RegExp(`nothing is destroyed before somebody types the project's name: --confirm ${name}\n$`)],
      [['destroy', '--confirm', 'shop'], new RegExp(`--confirm "shop" is not the project's name: it is ${name}\n$`)],
    ];
    for (const [args, line] of table) {
      const { status, stdout, stderr } = await run(...args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, line);
    }
    assert.equal(await docker('ps', '--quiet', '--filter', `name=${name}`).then((ids) => ids.length > 0), true);
  });

  it('move shows what it would do, and does it after a yes', async () => {
    const image = `louislam/uptime-kuma:${name}`;
    const own = await temporaryFolder({ Dockerfile: `FROM ${testImage}\nVOLUME /app/data\nSTOPSIGNAL SIGKILL\nCMD ["sleep", "1000"]\n`, 'compose.yaml': `name: ${name}-kuma\nservices:\n  kuma:\n    image: ${image}\n    restart: always\n` });
    try {
      await docker('build', '--tag', image, own.path);
      await docker('compose', '--project-directory', own.path, 'up', '--detach');
      await docker('exec', `${name}-kuma-kuma-1`, 'sh', '-c', 'echo precious > /app/data/file');
      const move = (...more: string[]): Promise<Ended> => composure(['storage', 'move', 'kuma', ...more], { cwd: own.path, env: { COMPOSURE_STATE_FOLDER: path.join(folder.path, '.state') } });
      const planned = await move('--dry-run');
      assert.match(planned.stdout.replaceAll(name, 'shop'), /^kuma keeps \/app\/data in a volume without a name, 9 B: it would come to lie in shop-kuma_kuma-data\n1\. shop-kuma-kuma-1 is stopped\n2\. .*\n3\. .*\n4\. kuma is started with them\n--- [\s\S]*\n\+ {6}- kuma-data:\/app\/data\n/);
      assert.deepEqual([(await move()).status, await volumes()], [2, 'shop_data shop_later']);
      const moved = await move('--yes');
      assert.match(moved.stdout.replaceAll(name, 'shop'), /^shop-kuma_kuma-data holds the data of kuma: 1 entry, 9 B, compared one by one\nkuma runs with it; [0-9a-f]{64}, where it was, belongs to nobody now \(composure storage clean\)\n$/, moved.stderr);
      assert.equal(await docker('exec', `${name}-kuma-kuma-1`, 'cat', '/app/data/file'), 'precious');
      await docker('volume', 'rm', /kuma runs with it; ([0-9a-f]{64})/.exec(moved.stdout)?.[1] ?? '');
    } finally {
      await docker('compose', '--project-name', `${name}-kuma`, 'down', '--volumes', '--timeout', '0');
      await docker('image', 'rm', image);
      await own.remove();
    }
  });

  it('destroy that is cancelled says that nothing was removed', async () => {
    const child = spawn(process.execPath, ['--no-warnings', await bundledCommand(), 'destroy', '--confirm', name], { cwd: folder.path, env: { ...process.env, COMPOSURE_STATE_FOLDER: path.join(folder.path, '.state') } });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const isNew = !stderr.includes('Stopping ');
      stderr += text;
      if (isNew && stderr.includes('Stopping ')) child.kill('SIGINT');
    });
    const [status] = await once(child, 'close') as [number | null];
    assert.equal(status, 1, stderr);
    assert.match(stderr.replaceAll(name, 'shop'), /cancelling: what ran is started again, unless the removal has begun: then it is finished\n[\s\S]*composure: destroying shop was cancelled: nothing was removed, and what ran runs again\n$/);
    assert.deepEqual([await volumes(), await docker('inspect', '--format', '{{.State.Status}}', `${name}-db-1`)], ['shop_data shop_later', 'running']);
  });

  it('destroy wants the name typed in a terminal, backs up, removes, and says what is gone', async () => {
    const plan = await run('destroy', '--dry-run');
    assert.match(plan.stdout.replaceAll(name, 'shop'), /^Destroying shop removes:\n {2}container shop-db-1, running\n {2}network shop_default\n {2}volume shop_data, .*backed up .*\n[\s\S]*folder files stays: it is a folder of yours\nBacked up and read back first: 3 volumes, .*\n$/);
    const wrong = await typed('shop', 'destroy');
    assert.match(wrong, /"shop" is not composure-[0-9a-f]+: nothing was removed/);
    assert.equal(await volumes(), 'shop_data shop_later');

    const right = await typed(name, 'destroy');
    assert.match(right.replaceAll(name, 'shop').replaceAll('\r', ''), /\nshop is destroyed: 1 container, 1 network and 3 volumes are gone\nThe backup is .*\/backups\/shop-\S+\ncomposure restore \S+ brings the data back\n$/);
    assert.equal(await volumes(), '');
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${name}`), '');
    assert.ok((await stat(path.join(folder.path, 'files/one'))).isFile());

    const backup = /The backup is (\S+)/.exec(right)?.[1] ?? '';
    const restored = await run('restore', backup, '--yes');
    assert.equal(restored.status, 0, restored.stderr);
    assert.equal(await shell(`${name}_data`, 'cat /v/* | wc -c'), '5700');
    assert.equal(await volumes(), 'shop_data shop_later');
    await docker('volume', 'rm', ...(await docker('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${name}`)).split('\n'));
    const nothing = await run('destroy', '--confirm', name);
    assert.deepEqual([nothing.status, /\n {2}nothing: it has no containers, networks or volumes\n/.test(nothing.stdout)], [0, true], nothing.stdout);
  });

  /** What a terminal shows in which somebody types a line at the question. */
  async function typed(line: string, ...args: readonly string[]): Promise<string> {
    const command = [process.execPath, '--no-warnings', await bundledCommand(), ...args].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: folder.path, env: { ...process.env, COMPOSURE_STATE_FOLDER: path.join(folder.path, '.state'), NO_COLOR: '1' } });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const asks = /to destroy it:/;
      const isNew = !asks.test(shown);
      shown += text;
      if (isNew && asks.test(shown)) child.stdin.write(`${line}\n`);
    });
    await once(child, 'close');
    return shown;
  }
});

// The rows of faults that hit backups where they lie: cut, half-written, pruned, made by a clock that is wrong; what a volume can
// hold; and images that are gone.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { backupName } from '#core/backup/backup-name.ts';
import { decideKept } from '#core/backup/keep.ts';
import { planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import { openStored } from '#host/archive/read-file.ts';
import { writeArchive } from '#host/archive/write-file.ts';
import { createBackup, type CreatedBackup } from '#host/backup/create.ts';
import { listBackups, readBackup } from '#host/backup/list.ts';
import { finishPruning } from '#host/backup/prune.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { verifyBackup } from '#host/backup/verify.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { remember } from '#host/rollback/remember.ts';
import { prepareRollback, rollBack } from '#host/rollback/roll-back.ts';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { random } from '../support/random.ts';
import { docker } from '../support/docker/docker.ts';
import { removePins } from '../support/docker/pins.ts';

const removal = path.join(import.meta.dirname, '../../host/src/backup/prune.ts');

describe('faults of what lies on the disk', function () {
  this.timeout(180_000);
  withEngine();
  const { row } = faultRows();

  let shop: BackupProject;
  let made: CreatedBackup;

  const create = async (): Promise<CreatedBackup> => createBackup(await shop.subject(), shop.machinery, { to: shop.elsewhere });

  before(async () => {
    shop = await backupProject({ 'compose.yaml': `\nservices:\n  db:${willing}\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n` });
    await shop.sh('db', 'for i in $(seq 20); do echo $i > /data/$i; done');
    made = await create();
  });

  after(() => shop.remove());

  row('F3', 'an archive ends exactly between two entries', async () => {
    const archive = made.manifest.volumes[0]?.archive ?? assert.fail('there is no volume');
    const tar = await buffer(openStored(made.folder, archive));
    const said: string[] = [];
    for (let at = tar.indexOf('ustar', 700); at !== -1; at = tar.indexOf('ustar', at + 512)) {
      const cut = tar.subarray(0, at - 257);
      const error = await writeArchive(Readable.from([cut], { objectMode: false }), shop.elsewhere, 'cut').then(() => undefined, (reason: unknown) => reason);
      assert.ok(error instanceof Failure && error.kind === 'backup-damaged', `cut at ${at}: ${String(error)}`);
      said.push(error.message);
    }
    assert.ok(said.length >= 20, String(said.length));
    assert.deepEqual((await readdir(shop.elsewhere)).filter((name) => name.startsWith('cut')), []);
    return `refused at each of ${said.length} ends: ${said[0]}`;
  });

  row('F8', 'the manifest is half-written', async () => {
    const folder = path.join(shop.elsewhere, path.basename(made.folder).replace(/Z.*$/, 'Z-77'));
    const { length } = await readFile(path.join(made.folder, 'manifest.json'));
    const cuts = new Set([0, 1, 2, 10, Math.floor(length / 4), Math.floor(length / 2), length - 100, length - 3, length - 2]);
    const whys = new Set<string>();
    for (const cut of cuts) {
      await cp(made.folder, folder, { recursive: true });
      await truncate(path.join(folder, 'manifest.json'), cut);
      const { backups, broken } = await listBackups(shop.elsewhere);
      assert.deepEqual([backups.some((each) => each.folder === folder), broken.map((each) => each.folder)], [false, [folder]], `cut at ${cut} of ${length}`);
      whys.add(broken[0]?.why ?? '');
      await rm(folder, { recursive: true });
    }
    return `no backup at any of ${cuts.size} lengths: ${[...whys][0]}`;
  });

  row('F19', 'an image is built again and the old one is gone', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    const built = await backupProject({
      'Dockerfile': 'FROM composure-test/busybox:1\nRUN echo 1 > /version\n',
      'compose.yaml': '\nservices:\n  web:\n    build: .\n    command: sleep 1000\n    stop_signal: SIGKILL\n',
    });
    const place = { environment: built.environment(), project: built.name, services: ['web'] };
    const version = (): Promise<string> => docker('exec', `${built.name}-web-1`, 'cat', '/version');
    try {
      const first = await remember(place, built.machinery, { folder });
      assert.equal(first.kind, 'remembered');
      await built.write('Dockerfile', 'FROM composure-test/busybox:1\nRUN echo 2 > /version\n');
      assert.ok((await runPlan(planUp(place, [], { build: true }), built.machinery)).ok);
      assert.equal(await version(), '2');
      const rollback = await prepareRollback({ place, folder }, built.machinery);
      assert.ok(rollback !== undefined);
      assert.ok((await rollBack(rollback, built.machinery, { folder })).ok);
      assert.equal(await version(), '1');
      // Also the name that kept it goes.
      assert.ok((await runPlan(planUp(place, [], { build: true }), built.machinery)).ok);
      if (first.kind === 'remembered') for (const { pinned } of first.state.services) await docker('image', 'rm', '--force', pinned);
      await docker('image', 'rm', '--force', rollback.state.services[0]?.imageId ?? '').catch(() => '');
      const gone = await prepareRollback({ place, folder }, built.machinery);
      assert.deepEqual(gone?.missing.map(({ name }) => name), ['web']);
      await assert.rejects(rollBack(gone, built.machinery, { folder }), /the images of web are gone: nothing was changed/);
      assert.equal(await version(), '2');
      return 'kept by a name of its own; with that gone it is said before anything is changed: the images of web are gone';
    } finally {
      await built.remove();
      await removePins(built.name);
      await docker('image', 'rm', '--force', `${built.name}-web`).catch(() => '');
      await rm(folder, { recursive: true, force: true });
    }
  });

  row('F20', 'the clock goes back and forth, and two backups are made in a second', async () => {
    const taken = new Set<string>();
    // 25 October 2026, 01:00 UTC: in Europe the hour comes twice.
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2020-01-01T00:00:00Z']) {
      const name = backupName('shop', new Date(at), (each) => taken.has(each));
      assert.ok(!taken.has(name));
      taken.add(name);
    }
    assert.deepEqual([...taken], ['shop-20261025T003000Z', 'shop-20261025T003000Z-2', 'shop-20261025T013000Z', 'shop-20200101T000000Z']);
    const second = await create();
    const future = { ...second.manifest, createdAt: '2199-01-01T00:00:00.000Z' };
    await writeFile(path.join(second.folder, 'manifest.json'), JSON.stringify(future));
    const third = await create();
    const { backups } = await listBackups(shop.elsewhere);
    assert.deepEqual(backups.map(({ folder }) => folder), [third.folder, second.folder, made.folder]);
    const keep = { last: 0, daily: 0, weekly: 0 };
    for (const now of [0, Date.now(), Date.parse('2100-01-01')]) {
      const kept = decideKept(backups, keep, now).filter(({ because }) => because !== undefined).map(({ backup }) => backup.folder);
      assert.ok(kept.includes(third.folder) && kept.includes(second.folder), `at ${now}: ${kept.join()}`);
      assert.equal(kept.includes(made.folder), now === 0);
    }
    return 'four names; the order is that of their numbers; the newest stays, and what says it is of the future';
  });

  row('F21', 'the removal of a backup is killed at any moment', async () => {
    const chance = random(21);
    const seen = { whole: 0, gone: 0, half: 0 };
    for (let round = 0; round < 6; round += 1) {
      const folder = path.join(shop.elsewhere, path.basename(made.folder).replace(/Z.*$/, `Z-8${round}`));
      await cp(made.folder, folder, { recursive: true });
      for (let more = 0; more < 600; more += 1) await writeFile(path.join(folder, 'files', `more-${more}`), 'x');
      const child = spawn(process.execPath, ['--input-type=module', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--eval', `
        const { removeBackup } = await import(${JSON.stringify(removal)});
        process.stdout.write('now');
        await removeBackup(${JSON.stringify(folder)});`], { stdio: ['ignore', 'pipe', 'inherit'], cwd: path.join(import.meta.dirname, '../..') });
      const ended = once(child, 'close');
      await once(child.stdout, 'data');
      setTimeout(() => child.kill('SIGKILL'), chance.below(40));
      await ended;
      const left = (await readdir(shop.elsewhere)).find((name) => name.includes(path.basename(folder)));
      if (left === path.basename(folder)) {
        const read = await readBackup(folder);
        assert.ok('manifest' in read && (await verifyBackup(folder, read.manifest)).ok);
        seen.whole += 1;
        await rm(folder, { recursive: true });
      } else {
        seen[left === undefined ? 'gone' : 'half'] += 1;
        assert.ok((await listBackups(shop.elsewhere)).backups.every((each) => each.folder !== folder));
      }
      await finishPruning(shop.elsewhere);
      assert.ok((await readdir(shop.elsewhere)).every((name) => !name.includes(path.basename(folder))));
    }
    return `${seen.whole} times whole, ${seen.half} times no backup any more and finished by the next pruning, ${seen.gone} times gone`;
  });

  // All of them by `npm run test:faults`.
  const files = process.env['COMPOSURE_ALL_FAULTS'] === undefined ? 4_000 : 64_000;

  row('F23', `a volume holds ${files} files, odd names, owners, modes, times and kinds`, async () => {
    await shop.sh('db', `cd /data; rm -rf *; mkdir many; cd many; seq ${files} | xargs touch; cd ..
      echo a > "$(printf 'new\\nline')"; echo b > "$(printf 'bytes-\\377')"; echo c > "$(printf 'n%.0s' $(seq 255))"; : > empty; mkfifo fifo
      echo d > huge-owner; chown 2147483646:2147483645 huge-owner; echo e > suid; chmod 6755 suid; mkdir sticky; chmod 1777 sticky
      truncate -s 50000000 sparse; echo f > future; touch -d '2100-01-01 00:00:00' future; ln -s "$(printf 'x%.0s' $(seq 200))" link; ln suid hard; echo g > .wh.gone; touch -d '2001-01-01 00:00:00' sticky many`);
    const look = (): Promise<string> => shop.sh('db', 'cd /data; find . ! -name many -exec stat -c "%n|%F|%a|%u|%g|%s|%Y|%h|%t:%T" {} + | sort | sha256sum; find . -type f -size +0 -exec sha256sum {} + | sort | sha256sum; find . | wc -l; readlink link; ls -lnd sticky .wh.gone');
    const before = await look();
    const { folder, manifest } = await create();
    await shop.sh('db', 'rm -rf /data/* /data/.wh.gone; echo other > /data/other');
    const subject = await shop.subject();
    const outcome = await restore(await prepareRestore(folder, subject, shop.machinery), subject, shop.machinery);
    assert.deepEqual([outcome.ok, await look()], [true, before], outcome.reason);
    return `the same by lstat, ${manifest.volumes[0]?.archive.entries} entries; what no engine gives is said: ${manifest.limits.at(-1)}`;
  });
});

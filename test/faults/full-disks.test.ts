// Disks that fill while something is written that all else relies on: the safety copy of a restore, the journal, the manifest.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '#core/failure.ts';
import { createBackup } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { listBackups } from '#host/backup/list.ts';
import { recover } from '#host/backup/recover.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';

const run = promisify(execFile);

describe('a disk that fills', function () {
  this.timeout(120_000);
  withEngine();
  const { row } = faultRows();

  let shop: BackupProject;
  let small: string;
  const content = (): Promise<string> => shop.sh('db', 'cd /data; find . -type f -exec sha256sum {} + | sort');

  before(async () => {
    shop = await backupProject({ 'compose.yaml': `\nservices:\n  db:${willing}\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n` });
    small = path.join(shop.elsewhere, 'small');
    await mkdir(small);
  });

  beforeEach(async () => {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', small]);
    await shop.sh('db', 'rm -rf /data/*; head -c 4000000 /dev/urandom > /data/file');
  });

  afterEach(async () => {
    await run('umount', [small]);
    assert.deepEqual([await shop.helpers(), await shop.state('db')], ['', 'running']);
  });

  after(() => shop.remove());

  const full = (): Promise<unknown> => run('sh', ['-c', `cat /dev/zero > ${path.join(small, 'full')} 2>/dev/null || true`]);
  const partials = async (): Promise<readonly string[]> => (await readdir(small)).filter((name) => name.startsWith('.partial-'));

  row('F4', 'the disk is full when a restore makes its safety copy', async () => {
    const subject = await shop.subject();
    const { folder } = await createBackup(subject, shop.machinery, { to: small });
    await shop.sh('db', 'head -c 4000000 /dev/urandom > /data/file');
    const old = await content();
    const error = await restore(await prepareRestore(folder, subject, shop.machinery), subject, shop.machinery, { stateFolder: path.join(shop.elsewhere, 'states') }).then((outcome) => outcome, (reason: unknown) => reason);
    assert.ok(error instanceof Failure && error.kind === 'disk-full', JSON.stringify(error));
    assert.deepEqual([await content(), await partials(), await listInterrupted(path.join(shop.elsewhere, 'states'))], [old, [], []]);
    return `nothing was replaced: ${error.message}`;
  });

  row('F4', 'the disk is full when the manifest is written', async () => {
    const subject = await shop.subject();
    let seen = false;
    const error = await createBackup(subject, shop.machinery, { to: small, onProgress({ step }) {
      if (!step.startsWith('Verifying') || seen) return;
      seen = true;
      void full();
    } }).then(({ folder }) => folder, (reason: unknown) => reason);
    assert.ok(seen);
    assert.ok(error instanceof Failure && error.kind === 'disk-full', String(error));
    assert.deepEqual([await partials(), (await listBackups(small)).backups], [[], []]);
    return `no backup: ${error.message}`;
  });

  for (const at of ['safe', 'replace', 'replaced'] as const) {
    row('F7', `the disk is full when the journal of a restore is to say what comes after "${at}"`, async () => {
      const subject = await shop.subject();
      const { folder } = await createBackup(subject, shop.machinery, { to: shop.elsewhere });
      const wanted = await content();
      await shop.sh('db', 'echo later > /data/later');
      const old = await content();
      const ended = await restore(await prepareRestore(folder, subject, shop.machinery), subject, shop.machinery, { stateFolder: small, async onStep({ step }) {
        if (step !== at) return;
        // Lines without a word, up to the end of a page: a disk gives whole pages.
        const [journal = ''] = await readdir(path.join(small, 'operations'));
        const file = path.join(small, 'operations', journal);
        await appendFile(file, '\n'.repeat(4096 - (await stat(file)).size % 4096));
        await full();
      } }).then(({ state, reason }) => `${state}: ${reason ?? ''}`, (reason: unknown) => (reason instanceof Failure ? `${reason.kind}: ${reason.message}` : `a defect: ${String(reason)} !`));
      assert.match(ended, /no room is left for \S+\.jsonl$/);
      await rm(path.join(small, 'full'));
      const found = await listInterrupted(small);
      // This process lives on, and could not say in the journal that it has left it.
      assert.equal(found.length, at === 'safe' ? 0 : 1, ended);
      for (const { id, options } of found) {
        const recovered = await recover(id, options[0] ?? 'put-back', shop.machinery, { stateFolder: small });
        assert.deepEqual([recovered.ok, recovered.problems], [true, []]);
      }
      assert.deepEqual(await listInterrupted(small), []);
      const after = await content();
      assert.ok(after === old || after === wanted, ended);
      return `${ended.replace(/ for .*/, '')}; afterwards ${found.length === 0 ? 'nothing is left to be done' : 'it is told and recovered'}: ${after === old ? 'the old data' : 'the restored data'}`;
    });
  }
});

// Locks and journals: who holds a project, what a dead process has left, and what a cut line means.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import { adoptJournal, beginJournal, interrupted, type OperationSubject } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';

const subject: OperationSubject = { operation: 'restore', engine: 'ENGINE', address: 'unix:///engine', project: 'shop', directory: '/srv/shop', environment: 'default' };
const lockSubject = { engine: 'ENGINE', project: 'shop', operation: 'a restore' };

describe('locks and journals of backups', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'composure-journal-')); });
  afterEach(() => rm(folder, { recursive: true }));

  const files = (name: string): Promise<readonly string[]> => readdir(path.join(folder, name));

  /** Runs in a process of its own until it prints a line, and gives that process. */
  async function elsewhere(work: string): Promise<ReturnType<typeof spawn>> {
    const code = `import { lockProject } from '#host/backup/lock.ts'; import { beginJournal } from '#host/backup/journal.ts'; ${work}; console.log('ready'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--input-type=module-typescript', '--eval', code], { cwd: path.join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  }

  async function kill(child: ReturnType<typeof spawn>): Promise<void> {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  it('let one hold a project on an engine, and say who it is', async () => {
    const lock = await lockProject(lockSubject, folder);
    await assert.rejects(lockProject({ ...lockSubject, operation: 'a backup' }, folder), (error) => error instanceof Failure && error.kind === 'locked' && /^shop is in use: a restore runs in this window since \d{4}-/.test(error.message));
    await (await lockProject({ ...lockSubject, engine: 'OTHER' }, folder)).release();
    await (await lockProject({ ...lockSubject, project: 'other' }, folder)).release();
    await lock.release();
    await lock.release();
    await (await lockProject(lockSubject, folder)).release();
    assert.deepEqual(await files('locks'), []);
  });

  it('hold against another process, and nothing against one that is dead', async () => {
    const child = await elsewhere(`await lockProject(${JSON.stringify(lockSubject)}, ${JSON.stringify(folder)})`);
    try {
      await assert.rejects(lockProject(lockSubject, folder), new RegExp(`a restore runs in process ${child.pid} since`));
    } finally {
      await kill(child);
    }
    const lock = await lockProject(lockSubject, folder);
    await lock.release();
    assert.deepEqual(await files('locks'), []);
  });

  it('of a process whose number was given again count for nothing; those of another machine hold', async () => {
    const lock = await lockProject(lockSubject, folder);
    const names = await files('locks');
    const name = names.find((each) => each.endsWith('.wish.json')) ?? '';
    const file = path.join(folder, 'locks', name.replace(/[0-9a-f]{16}/, '0123456789abcdef'));
    await copyFile(path.join(folder, 'locks', name), file);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const held = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...held, nonce: 'other', host: 'elsewhere', pid: 1 }));
    await lock.release();
    await copyFile(file, file.replace('.wish', '.held'));
    await assert.rejects(lockProject(lockSubject, folder), /in process 1 on elsewhere/);
    assert.equal((await files('locks')).length, 2);
    if (process.platform === 'linux') {
      await writeFile(file, JSON.stringify({ ...held, nonce: 'other', host: hostname(), pid: process.pid, start: '1' }));
      await (await lockProject(lockSubject, folder)).release();
    }
  });

  it('of one who was killed before the lock had its name are taken away, and those of one who lives are not', async () => {
    const lock = await lockProject(lockSubject, folder);
    const [name = ''] = (await files('locks')).filter((each) => each.endsWith('.wish.json'));
    const holder = JSON.parse(await readFile(path.join(folder, 'locks', name), 'utf8')) as Record<string, unknown>;
    const draft = (nonce: string, text: string, age = 0): Promise<void> => writeFile(path.join(folder, 'locks', `.${nonce}`), text)
      .then(() => utimes(path.join(folder, 'locks', `.${nonce}`), new Date(Date.now() - age), new Date(Date.now() - age)));
    await draft('dead', JSON.stringify({ ...holder, pid: 4_190_000 }));
    await draft('alive', JSON.stringify(holder));
    await draft('begun', '{"eng');
    await draft('left', '{"eng', 120_000);
    await lock.release();
    await (await lockProject(lockSubject, folder)).release();
    assert.deepEqual((await files('locks')).toSorted(), ['.alive', '.begun']);
  });

  it('are taken by one of many that find a stale one', async () => {
    const child = await elsewhere(`await lockProject(${JSON.stringify(lockSubject)}, ${JSON.stringify(folder)})`);
    await kill(child);
    for (let round = 0; round < 10; round++) {
      const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockProject(lockSubject, folder)));
      const [lock, ...more] = taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      assert.deepEqual([lock === undefined, more], [false, []]);
      await lock?.release();
      assert.deepEqual(await files('locks'), []);
    }
  });

  it('tell what a dead process has left, step by step, and nothing of one that runs', async () => {
    const journal = await beginJournal<{ step: string; what?: string }>(subject, folder);
    await journal.write({ step: 'one', what: 'volume' });
    assert.deepEqual(await interrupted(folder), []);
    await journal.close();
    assert.deepEqual(await files('operations'), []);
    const child = await elsewhere(`const journal = await beginJournal(${JSON.stringify(subject)}, ${JSON.stringify(folder)}); await journal.write({ step: 'one' }); await journal.write({ step: 'two', what: 'data' })`);
    assert.deepEqual(await interrupted(folder), []);
    await kill(child);
    const [found] = await interrupted(folder);
    assert.deepEqual([found?.project, found?.operation, found?.steps], ['shop', 'restore', [{ step: 'one' }, { step: 'two', what: 'data' }]]);
  });

  it('of a line that was cut keep all before it, also for whoever goes on', async () => {
    const journal = await beginJournal<{ step: string }>(subject, folder);
    await journal.write({ step: 'one' });
    await journal.leave();
    const [name = ''] = await files('operations');
    const file = path.join(folder, 'operations', name);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await appendFile(file, '{"step":"tw');
    const [found] = await interrupted(folder);
    assert.deepEqual(found?.steps, [{ step: 'one' }]);
    const adopted = await adoptJournal<{ step: string }>({ id: found?.id ?? '' }, folder);
    assert.deepEqual(await interrupted(folder), []);
    await adopted.write({ step: 'three' });
    await adopted.leave();
    assert.deepEqual((await interrupted(folder))[0]?.steps, [{ step: 'one' }, { step: 'three' }]);
    const text = await readFile(file, 'utf8');
    for (let cut = 0; cut < text.length; cut += 7) {
      await writeFile(file, text.slice(0, cut));
      for (const { steps } of await interrupted(folder)) assert.ok(steps.every(({ step }) => ['one', 'three'].includes(step)));
    }
  });
});

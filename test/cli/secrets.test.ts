// That no command on a project's data prints what its env files, variables, secrets and keys hold, writes it down elsewhere than in the
// backup's own copies, or hands it to another program on a command line.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { runKilled, type KilledCommand, type Moment } from '../support/backup/killed-command.ts';

const canary = 'canary-91be44';
const key = '6b'.repeat(32);

describe('what a project keeps secret', function () {
  this.timeout(240_000);
  withEngine();

  let shop: BackupProject;
  let states: string;
  const said: string[] = [];
  const lines = new Set<string>();

  const isTold = (text: string): boolean => text.includes(canary) || text.includes(key);

  async function composure(args: readonly string[], moment?: Moment): Promise<KilledCommand> {
    const ended = await runKilled(args, shop.directory, states, moment);
    if (isTold(ended.stdout + ended.stderr)) said.push(args.join(' '));
    return ended;
  }

  /** The command lines of all processes of the machine, as long as the work goes on. */
  async function watched<T>(work: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const watch = (async () => {
      while (!over.signal.aborted) {
        const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
        for (const line of all.filter(isTold)) lines.add(line.replaceAll('\0', ' '));
        await delay(25);
      }
    })();
    try {
      return await work();
    } finally {
      over.abort();
      await watch;
    }
  }

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    shop = await backupProject({
      '.env': `INTERPOLATED=${canary}-interpolated\n`, 'db.env': `PASSWORD=${canary}-env-file\n`, 'token.txt': `${canary}-secret\n`, 'key': `${key}\n`,
      'compose.yaml': `
services:
  db:${willing}
    env_file: db.env
    environment: { GIVEN: "\${INTERPOLATED}" }
    secrets: [token]
    volumes: ["data:/data"]
secrets: { token: { file: ./token.txt } }
volumes: { data: {} }
`,
    });
    for (const each of ['key', 'token.txt']) await chmod(path.join(shop.directory, each), 0o600);
    await writeFile(path.join(shop.directory, 'composure.yaml'), `backup: { folder: ${shop.elsewhere}, keyFile: ./key, services: { db: { before: [sh, -c, 'test -n "$PASSWORD"'] } } }\n`);
    await shop.sh('db', 'echo data > /data/file');
    assert.equal((await composure(['backup'])).status, 0);
  });

  after(async () => {
    await shop.remove();
    await rm(states, { recursive: true });
  });

  it('is not printed, not on a command line, and in no journal', async () => {
    await watched(async () => {
      for (const args of [['backup', '--dry-run'], ['backup', '--format', 'json']]) assert.equal((await composure(args)).status, 0, args.join(' '));
      const list = await composure(['backup', 'list', '--format', 'json']);
      const [name = ''] = (await readdir(shop.elsewhere)).filter((each) => !each.startsWith('.'));
      assert.ok(list.stdout.includes(name));
      const reading = [
        ['backup', 'list'], ['backup', 'verify', name], ['backup', 'prune', '--dry-run'], ['restore', name, '--dry-run'], ['storage'], ['storage', 'clean', '--dry-run'], ['storage', 'move', 'db', '--dry-run'],
        ['destroy', '--dry-run'], ['status'], ['health'], ['matrix'], ['drift'], ['environments'], ['up', '--dry-run'], ['recover'],
      ];
      for (const [index, args] of reading.entries()) await composure([...args, ...index % 2 === 0 ? ['--format', 'json'] : []]);
      assert.equal((await composure(['restore', name, '--yes', '--format', 'json'])).status, 0);
      const killed = await composure(['restore', name, '--yes'], { steps: 4, milliseconds: 0 });
      assert.equal(killed.isKilled, true);
      const operations = path.join(states, 'operations');
      const [journal = ''] = await readdir(operations);
      const text = await readFile(path.join(operations, journal), 'utf8');
      assert.ok(text.includes('"step":"copy"'), text);
      assert.deepEqual([isTold(text), (await stat(path.join(operations, journal))).mode & 0o777], [false, 0o600]);
      const id = journal.replace('.jsonl', '');
      assert.equal((await composure(['recover', id, '--put-back', '--format', 'json'])).status, 0);
      const destroyed = await composure(['destroy', '--confirm', shop.name, '--format', 'json'], { steps: 3, milliseconds: 0 });
      assert.equal(destroyed.isKilled, true);
      const [left = ''] = await readdir(operations);
      assert.equal(isTold(await readFile(path.join(operations, left), 'utf8')), false);
      assert.equal((await composure(['recover', left.replace('.jsonl', ''), '--resume'])).status, 0);
    });
    assert.deepEqual({ said, lines: [...lines] }, { said: [], lines: [] });
  });

  it('stands in no file of a backup that is encrypted, and in no file of the state folder', async () => {
    for (const folder of [shop.elsewhere, states]) {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) assert.equal(isTold(await readFile(path.join(entry.parentPath, entry.name), 'latin1')), false, entry.name);
      }
    }
  });

  it('is not quoted where a key file holds no key, or its key is another one', async () => {
    await writeFile(path.join(shop.directory, 'key'), `${canary}\n`);
    const [name = ''] = (await readdir(shop.elsewhere)).filter((each) => !each.startsWith('.'));
    for (const args of [['backup'], ['backup', 'verify', name], ['restore', name, '--yes'], ['restore', name, '--yes', '--key-file', 'token.txt']]) {
      const { status, stderr } = await composure(args);
      assert.ok(status !== 0 && stderr.includes('key'), `${args.join(' ')}: ${stderr}`);
      // Advice for what a program printed.
      assert.ok(!stderr.includes('last lines of its output'), stderr);
    }
    assert.deepEqual(said, []);
  });
});

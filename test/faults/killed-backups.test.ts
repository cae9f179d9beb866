// Kills the command while it makes an encrypted backup of services that are prepared for it, and while it cleans up storage: whoever
// was prepared goes on as before, nothing lies about in clear, and what is gone is in a backup.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backupProject, willing, type BackupProject } from '../host/backup-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { runKilled, type KilledCommand, type Moment } from '../support/backup/killed-command.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';

const canary = 'canary-5d20c7';

describe('a backup or a cleaning of storage that is killed', function () {
  this.timeout(240_000);
  withEngine();
  const { row } = faultRows();

  let shop: BackupProject;
  let states: string;
  let key: string;

  const command = (args: readonly string[], moment?: Moment): Promise<KilledCommand> => runKilled(args, shop.directory, states, moment);
  const state = (): Promise<string> => shop.sh('db', 'cat /state');
  const partials = async (): Promise<readonly string[]> => (await readdir(shop.elsewhere)).filter((name) => name.startsWith('.partial-'));
  const interrupted = async (): Promise<readonly { readonly id: string; readonly step: string }[]> => JSON.parse((await command(['recover', '--format', 'json'])).stdout) as readonly { readonly id: string; readonly step: string }[];

  /** All that its folders and files hold and are called. */
  async function textIn(folder: string): Promise<string> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1')));
    return [...entries.map(({ name }) => name), ...texts].join('\n');
  }

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    key = path.join(states, 'key');
    await writeFile(key, `${'4f'.repeat(32)}\n`, { mode: 0o600 });
    shop = await backupProject({
      'secret.env': `PASSWORD=${canary}\n`,
      'compose.yaml': `\nservices:\n  db:${willing}\n    env_file: secret.env\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n`,
    });
    await shop.write('composure.yaml', '');
    await writeFile(path.join(shop.directory, 'composure.yaml'), `
backup:
  folder: ${shop.elsewhere}
  keyFile: ${key}
  services:
    db: { before: [sh, -c, "echo locked > /state; sleep 0.3"], after: [sh, -c, "echo free > /state"] }
`);
    await shop.sh('db', `for each in 1 2 3 4 5; do head -c 2000000 /dev/urandom > /data/$each; echo ${canary} >> /data/$each; done; echo free > /state`);
  });

  after(async () => {
    await shop.remove();
    await rm(states, { recursive: true });
  });

  row('F7', 'an encrypted backup of a service that is prepared for it is killed at each step', async () => {
    const usual = await command(['backup']);
    assert.deepEqual([usual.status, usual.steps, await state()], [0, 5, 'free'], usual.stderr);
    const steps = new Set<string>();
    const all = process.env['COMPOSURE_ALL_FAULTS'] === 'yes';
    for (const moment of [{ steps: 2, milliseconds: 100 }, { steps: 3, milliseconds: 0 }, { steps: 4, milliseconds: 0 }, ...all ? [{ steps: 1, milliseconds: 0 }, { steps: 3, milliseconds: 200 }, { steps: 5, milliseconds: 0 }, { steps: 2, milliseconds: 0 }] : []]) {
      const killed = await command(['backup'], moment);
      assert.equal(killed.isKilled, true, JSON.stringify(moment));
      steps.add(killed.step ?? 'no journal');
      assert.ok(!(await textIn(shop.elsewhere)).includes(canary), `${killed.step}: it lies about in clear`);
      const [found, more] = await interrupted();
      assert.ok(found !== undefined && more === undefined);
      assert.equal(found.step.includes('what follows the backup of db has not run'), ['prepare', 'hold', 'back'].includes(killed.step ?? ''), `${killed.step}: ${found.step}`);
      // Who goes on is the next backup, or a person who says so.
      const next = steps.size % 2 === 1 ? await command(['recover', found.id, '--put-back']) : await command(['backup']);
      assert.equal(next.status, 0, next.stderr);
      assert.deepEqual([await state(), await shop.state('db'), await partials(), await interrupted()], ['free', 'running', [], []], killed.step);
    }
    return `at ${[...steps].join(', ')}: what follows it has followed, it runs, and nothing lies about`;
  });

  row('F7', 'the cleaning of storage is killed at its steps, and between two volumes', async () => {
    const names = ['one', 'two', 'three'].map((name) => `${shop.name}_${name}`);
    const lived = async (name: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${name}:/v`, testImage, 'cat', '/v/said');
    const there = async (): Promise<readonly string[]> => (await docker('volume', 'ls', '--quiet')).split('\n').filter((each) => names.includes(each));
    const seen: string[] = [];
    try {
      for (const said of ['Reading volume', `Removing volume ${shop.name}_three`, `Removing volume ${shop.name}_two`]) {
        for (const name of names) {
          await docker('volume', 'create', '--label', `com.docker.compose.project=${shop.name}`, '--label', `com.docker.compose.volume=${name.replace(/.*_/, '')}`, name);
          await docker('run', '--rm', '--network', 'none', '--volume', `${name}:/v`, testImage, 'sh', '-c', `echo ${name} ${said} > /v/said`);
        }
        const killed = await command(['storage', 'clean', '--yes'], { steps: Infinity, milliseconds: 0, said });
        assert.equal(killed.isKilled, true, killed.stderr);
        seen.push(`${(await there()).length} left`);
        for (const { id } of await interrupted()) {
          const recovered = await command(['recover', id, '--put-back']);
          assert.equal(recovered.status === 0 || (await command(['recover', id, '--resume'])).status === 0, true, recovered.stderr);
        }
        for (const name of await there()) assert.equal(await lived(name), `${name} ${said}`);
        const left = await there();
        const again = await command(['storage', 'clean', '--yes']);
        assert.equal(left.length === 0 || again.status === 0, true, again.stderr);
        assert.deepEqual([await there(), await state(), await shop.state('db'), await partials(), await interrupted()], [[], 'free', 'running', [], []]);
        const backups = JSON.parse((await command(['backup', 'list', '--format', 'json'])).stdout) as { readonly backups: readonly { readonly volumes?: readonly { readonly name: string }[] }[] };
        for (const name of names) assert.ok(JSON.stringify(backups).includes(name), `${name} is in no backup`);
      }
    } finally {
      for (const name of await there()) await docker('volume', 'rm', name);
    }
    assert.equal(seen[0], '3 left');
    return `${seen.join(', ')}: the next one finishes it, and all of it is in a backup`;
  });
});

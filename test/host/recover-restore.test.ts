// Kills a restore at each of its steps, by SIGKILL of its process, and recovers: the data is then the old or the new, whole, and
// what ran runs again.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RestoreStep } from '#core/backup/restore-steps.ts';
import { createBackup } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { interrupted } from '#host/backup/journal.ts';
import { recover } from '#host/backup/recover.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { docker } from '../support/docker/docker.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  db:${willing}
    volumes: ["data:/data", "more:/more", "./data:/var/lib/app"]
  idle:${willing}
volumes: { data: {}, more: {} }
`;

const script = path.join(import.meta.dirname, 'restore-killed.ts');

describe('a restore that is killed', function () {
  this.timeout(120_000);
  withEngine();

  let project: BackupProject;
  let states: string;
  let backup: string;

  const write = (what: string): Promise<string> => project.sh('db', `for each in /data /more /var/lib/app; do rm -rf $each/*; mkdir $each/${what}; head -c 300000 /dev/urandom > $each/${what}/random; echo ${what} > $each/said; chmod 640 $each/said; done`);
  const content = (): Promise<string> => project.sh('db', 'for each in /data /more /var/lib/app; do cd $each; find . -exec stat -c "%n %a %u %g %Y" {} + | sort; sha256sum */random said; done');

  /** Restores in a process that dies at the step; the journal is then left. */
  async function killAt(step: RestoreStep['step'], count: number): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, project.directory, backup, states, step, String(count)], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', `it did not come to ${step} ${count}`);
  }

  before(async () => {
    project = await backupProject({ 'compose.yaml': compose });
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    await write('new');
    backup = (await createBackup(await project.subject(), project.machinery)).folder;
  });

  after(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  const kills: readonly (readonly [RestoreStep['step'], number])[] = [['plan', 1], ['stop', 1], ['copy', 1], ['safe', 1], ['replace', 1], ['replaced', 1], ['replace', 2], ['replace', 3], ['replaced', 3], ['start', 1]];
  const wanted = new Map<string, string>();

  before(async () => {
    wanted.set('resume', await content());
  });

  for (const [step, count] of kills) {
    for (const choice of ['resume', 'put-back'] as const) {
      it(`at ${step} ${count} and then is ${choice === 'resume' ? 'resumed' : 'put back'}`, async () => {
        await write('old');
        const old = await content();
        await killAt(step, count);
        const [found, ...more] = await listInterrupted(states);
        assert.deepEqual([found?.operation, found?.options, more], ['restore', ['resume', 'put-back'], []]);
        const recovered = await recover(found?.id ?? '', choice, project.machinery, { stateFolder: states });
        assert.deepEqual({ ok: recovered.ok, problems: recovered.problems }, { ok: true, problems: [] }, JSON.stringify(recovered));
        assert.deepEqual([await project.state('db'), await project.state('idle')], ['running', 'running']);
        assert.equal(await content(), choice === 'resume' ? wanted.get('resume') : old);
        assert.deepEqual(await listInterrupted(states), []);
        assert.deepEqual((await readdir(path.dirname(backup))).filter((name) => name.startsWith('.partial-')), []);
        assert.equal(await docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${project.name}_data`), '');
      });
    }
  }

  it('restores again what was written to after it was replaced, keeps that, and says so', async () => {
    await write('old');
    await killAt('replace', 2);
    await docker('start', `${project.name}-db-1`);
    await project.sh('db', 'echo later > /data/later');
    await docker('stop', `${project.name}-db-1`);
    const [found] = await listInterrupted(states);
    const recovered = await recover(found?.id ?? '', 'resume', project.machinery, { stateFolder: states });
    assert.deepEqual([recovered.ok, recovered.problems, await content()], [true, [], wanted.get('resume')], JSON.stringify(recovered));
    const [, copy = ''] = /^volume data may have been written to since the interruption, and was restored again: what was there by then is in (\S+)$/.exec(recovered.notes.join()) ?? assert.fail(recovered.notes.join());
    const subject = await project.subject();
    await restore(await prepareRestore(copy, subject, project.machinery), subject, project.machinery, { stateFolder: states });
    assert.equal(await project.sh('db', 'cat /data/later'), 'later');
  });

  it('gives way to a restore of all that it has touched', async () => {
    await write('old');
    await killAt('replace', 2);
    const [found] = await listInterrupted(states);
    const subject = await project.subject();
    const { ok } = await restore(await prepareRestore(backup, subject, project.machinery), subject, project.machinery, {
      stateFolder: states, onStep: async ({ step }) => { if (step === 'safe') assert.deepEqual((await interrupted(states)).map(({ id }) => id), [found?.id]); },
    });
    assert.deepEqual([ok, await listInterrupted(states), await content()], [true, [], wanted.get('resume')]);
    assert.equal(await project.state('db'), 'running');
  });
});

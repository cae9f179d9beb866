// `composure restore` and `composure recover` as a terminal runs them, against the real engine: also killed in the middle.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composure, type Ended } from '../support/command.ts';
import { bundledCommand } from '../support/command-bundle.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  db:${willing}
    volumes: ["data:/data"]
volumes: { data: {} }
`;

interface Restored {
  readonly ok: boolean;
  readonly state: string;
  readonly restored: readonly string[];
  readonly safetyCopy: string;
  readonly verified: boolean;
}

describe('the commands restore and recover', function () {
  this.timeout(120_000);
  withEngine();

  let project: BackupProject;
  let states: string;
  const run = (...args: readonly string[]): Promise<Ended> => composure(args, { cwd: project.directory, env: { COMPOSURE_STATE_FOLDER: states } });
  const scrubbed = (text: string): string => text.replaceAll(project.directory, '/project').replaceAll(project.name, 'project').replaceAll(/\d{8}T\d{6}Z(?:-[0-9a-f]{6}|-\d+)?/g, 'TIME').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'THEN').replaceAll(/\d+ s\b/g, 'N s');

  before(async () => {
    project = await backupProject({ 'compose.yaml': compose });
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    await project.sh('db', 'echo first > /data/file');
    assert.equal((await run('backup')).status, 0);
  });

  after(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  it('show what would be done, and do nothing without a yes', async () => {
    await project.sh('db', 'echo second > /data/file; echo extra > /data/extra');
    const plan = await run('restore', 'latest', '--dry-run');
    assert.deepEqual([plan.status, scrubbed(plan.stdout).split('\n')], [0, [
      'project gets back what project-TIME holds, of THEN UTC:',
      '  volume data: all in it is replaced by 6 B in 2 entries',
      'Stopped meanwhile: project-db-1',
      'What is there now is saved first, as a safety copy beside the backup',
      'Not restored: compose.yaml (the files of the project stay as they are)', '',
    ]]);
    const asked = await run('restore', 'latest');
    assert.deepEqual([asked.status, asked.stdout], [2, '']);
    assert.match(asked.stderr, /composure: nothing is replaced before somebody says yes: --yes does\n$/);
    for (const [args, said] of [
      [[], /restore needs a backup/], [['nothing'], /there is no backup nothing/], [['latest', '--file', 'data'], /--file "data" is no VOLUME:PATH/], [['latest', '--volume', 'dat', '--yes'], /the backup has no volume dat: it has data/],
    ] as const) {
      const ended = await run('restore', ...args);
      assert.deepEqual([ended.status, said.test(ended.stderr)], [2, true], ended.stderr);
    }
    assert.equal(await project.sh('db', 'cat /data/file'), 'second');
  });

  it('restore, and tell what was restored, where the safety copy is, and that it was read back', async () => {
    const ended = await run('restore', 'latest', '--yes', '--format', 'json');
    assert.equal(ended.status, 0, ended.stderr);
    const { ok, state, restored, safetyCopy, verified } = JSON.parse(ended.stdout) as Restored;
    assert.deepEqual({ ok, state, restored, verified }, { ok: true, state: 'restored', restored: ['data'], verified: true });
    assert.match(await readFile(path.join(safetyCopy, 'manifest.json'), 'utf8'), /"safety-copy"/);
    assert.equal(await project.sh('db', 'cat /data/file; ls /data'), 'first\nfile');
    // Of the safety copy the file that was there comes back alone.
    const one = await run('restore', safetyCopy, '--file', 'data:extra', '--yes');
    assert.equal(one.status, 0, one.stderr);
    assert.match(scrubbed(one.stdout), /^data:extra holds what project-TIME holds: read back and compared, N s\nSafety copy of what was there: \/project\/backups\/project-TIME\n$/);
    assert.equal(await project.sh('db', 'cat /data/file /data/extra'), 'first\nextra');
  });

  it('recover a restore whose process was killed, after another command has told of it', async () => {
    await project.sh('db', 'echo third > /data/file; head -c 200000000 /dev/zero > /data/large');
    const child = spawn(process.execPath, [await bundledCommand(), 'restore', 'latest', '--yes'], { cwd: project.directory, env: { ...process.env, COMPOSURE_STATE_FOLDER: states }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Restoring volume data')) child.kill('SIGKILL');
    });
    assert.deepEqual((await once(child, 'close'))[1], 'SIGKILL', said);
    const other = await run('health');
    assert.match(scrubbed(other.stderr), /composure: a restore of project was interrupted: 0 of 1 were replaced, and volume data was not \(composure recover TIME\)/);
    const listed = await run('recover', '--format', 'json');
    const [found, ...more] = JSON.parse(listed.stdout) as readonly { id: string; operation: string; step: string; options: readonly string[] }[];
    assert.deepEqual([found?.operation, found?.options, more], ['restore', ['resume', 'put-back'], []]);
    assert.match(scrubbed((await run('recover')).stdout), /^TIME {2}restore of project in \/project: .*\n {2}composure recover TIME --resume\n {2}composure recover TIME --put-back\n$/);
    assert.match((await run('recover', found?.id ?? '')).stderr, /needs one of --resume, --put-back/);
    const back = await run('recover', found?.id ?? '', '--put-back', '--format', 'json');
    assert.equal(back.status, 0, back.stderr);
    assert.deepEqual([(JSON.parse(back.stdout) as { state: string }).state, await project.sh('db', 'cat /data/file; stat -c %s /data/large')], ['put-back', 'third\n200000000']);
    assert.equal((await run('recover')).stdout, 'Nothing was interrupted\n');
    assert.match((await run('recover', found?.id ?? '', '--resume')).stderr, /no operation .* was interrupted/);
  });
});

// Kills a copy of a volume, by SIGKILL of its process: it is told, and goes on or goes back. What somebody has written to
// the half volume meanwhile is never lost.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { recover } from '#host/backup/recover.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { scratchProject, until, type ScratchProject } from '../host/scratch-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';

describe('a copy of a volume that is killed', function () {
  this.timeout(240_000);
  withEngine();
  const { row } = faultRows();

  const machinery = { engine: new Engine(), cli: new ComposeCli() };
  const usual = process.env['COMPOSURE_STATE_FOLDER'];
  let states: string;
  let project: ScratchProject;
  let from: string;
  let to: string;

  const shell = (volume: string, script: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/v`, testImage, 'sh', '-c', `cd /v; ${script}`);
  const content = (volume: string): Promise<string> => shell(volume, 'find . -exec stat -c "%n %A %u:%g %s %Y" {} + | sort; find . -type f | sort | xargs md5sum');
  const volumes = (): Promise<string> => docker('volume', 'ls', '--quiet', '--filter', `name=^${to}$`);
  const told = async (): Promise<string> => (await listInterrupted()).map(({ operation, step, options }) => `${operation}: ${step} (${options.join(', ')})`).join('; ');
  const helpers = (): Promise<string> => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${from}`);

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-copy-'));
    process.env['COMPOSURE_STATE_FOLDER'] = states;
    project = await scratchProject({ 'compose.yaml': 'services: {}\nvolumes:\n  data:\n' });
    [from, to] = [`${project.name}-old_data`, `${project.name}_data`];
    await docker('volume', 'create', from);
    await shell(from, 'mkdir -p a b c; for each in a b c; do head -c 8000000 /dev/urandom > $each/file; done; ln -s ../out c/link; chown -R 70:71 b; chmod 2750 . b; chown 70:71 .; touch -d "2001-02-03 04:05:06" a/file a b .');
  });

  after(async () => {
    machinery.engine.dispose();
    if (usual === undefined) delete process.env['COMPOSURE_STATE_FOLDER'];
    else process.env['COMPOSURE_STATE_FOLDER'] = usual;
    await docker('volume', 'rm', '--force', from, to);
    await project.remove();
    await rm(states, { recursive: true });
  });

  async function killAt(point: string): Promise<string> {
    const script = path.join(import.meta.dirname, '../host/copy-killed.ts');
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, project.directory, from, to, point], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', `it did not come to ${point}`);
    assert.equal(await told(), `copy: ${to} may hold a part of what ${from} does (resume, put-back)`);
    return (await listInterrupted())[0]?.id ?? assert.fail('it is not told');
  }

  const each: readonly (readonly [string, boolean, 'resume' | 'put-back'])[] = [
    ['1', false, 'resume'], ['1', true, 'put-back'], ['Comparing', true, 'resume'], ['1', false, 'put-back'], ['Comparing', false, 'put-back'],
  ];

  row('F7', 'a copy of a volume is killed at its first bytes and at its end, and resumed or put back', async () => {
    const wanted = await content(from);
    const left: number[] = [];
    for (const [point, isThere, choice] of process.env['COMPOSURE_ALL_FAULTS'] === 'yes' ? each : each.slice(0, 3)) {
      await docker('volume', 'rm', '--force', to);
      if (isThere) await docker('volume', 'create', to);
      const id = await killAt(point);
      left.push(Number(await shell(to, 'find . -type f | wc -l')));
      const { ok, text, problems, notes } = await recover(id, choice, machinery);
      assert.deepEqual([ok, problems, notes], [true, [], []], `${point} ${choice}`);
      assert.deepEqual([await told(), await helpers(), await content(from)], ['', '', wanted]);
      if (choice === 'resume') {
        assert.deepEqual([text, await content(to)], [`${to} holds what ${from} does`, wanted]);
      } else {
        assert.deepEqual([text, await volumes()], isThere ? [`${to} is empty again, and ${from} is as it was`, to] : [`${to} is gone again, and ${from} is as it was`, '']);
        if (isThere) assert.equal(await shell(to, 'ls -A'), '');
      }
    }
    for (const [index, files] of left.entries()) assert.equal(each[index]?.[0] === 'Comparing' ? files === 3 : files < 2, true, left.join(', '));
    return `${left.length} kills, each is told; the volume is whole, or as before`;
  });

  row('F12', 'somebody works on the half volume of a copy that was killed', async () => {
    const wanted = await content(from);
    await docker('volume', 'rm', '--force', to);
    const id = await killAt('10000000');
    const user = await docker('run', '--detach', '--volume', `${to}:/v`, '--name', `${project.name}-user`, '--stop-signal', 'SIGKILL', testImage, 'sh', '-c', 'echo later > /v/a/later; sleep 1000');
    try {
      await until('it has written', () => shell(to, 'cat a/later 2>/dev/null || true'), (seen) => seen === 'later');
      await assert.rejects(recover(id, 'resume', machinery), new Failure('volume-in-use', `${project.name}-user uses ${to}: stop it first`));
    } finally {
      await docker('rm', '--force', user);
    }
    await assert.rejects(recover(id, 'resume', machinery), (error) => error instanceof Failure && error.message.startsWith(`${to} was written to since (`));
    assert.equal(await told(), `copy: ${to} may hold a part of what ${from} does (resume, put-back)`);
    const { ok, text, notes } = await recover(id, 'put-back', machinery);
    assert.deepEqual([ok, text, notes.length, notes[0]?.startsWith(`${to} stays as it is: it was written to since (`)], [true, `${from} is as it was`, 1, true]);
    assert.deepEqual([await shell(to, 'cat a/later'), await told(), await helpers(), await content(from)], ['later', '', '', wanted]);
    return 'it is not copied again and not taken away';
  });
});

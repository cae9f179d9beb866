// Kills a move of data into a volume with a name at each of its steps, by SIGKILL of its process: the data, the file and what runs
// are then what they were, or what they were to be.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { recover } from '#host/backup/recover.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { scratchProject, type ScratchProject } from '../host/scratch-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { faultRows } from '../support/backup/fault-rows.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';

describe('a move of data that is killed', function () {
  this.timeout(240_000);
  withEngine();
  const { row } = faultRows();

  const machinery = { engine: new Engine(), cli: new ComposeCli() };
  // A name by which the rule knows where the data is.
  const image = `louislam/uptime-kuma:composure-test-${randomBytes(4).toString('hex')}`;
  const compose = `services:\n  kuma:\n    image: ${image}\n`;
  const usual = process.env['COMPOSURE_STATE_FOLDER'];
  const nameless = new Set<string>();
  let states: string;
  let project: ScratchProject;

  const container = (): string => `${project.name}-kuma-1`;
  const sh = (script: string): Promise<string> => docker('exec', container(), 'sh', '-c', script);
  const content = (): Promise<string> => sh('cd /app/data; find . -exec stat -c "%n %a %u %g" {} + | sort; sha256sum random');
  const mounted = async (): Promise<string> => docker('inspect', '--format', '{{range .Mounts}}{{.Name}}:{{.Destination}}{{end}} {{.State.Status}}', container());
  const file = (): Promise<string> => readFile(path.join(project.directory, 'compose.yaml'), 'utf8');
  const named = async (): Promise<string> => docker('volume', 'ls', '--quiet', '--filter', `name=${project.name}_kuma-data`);
  const told = async (): Promise<string> => (await listInterrupted()).map(({ operation, options }) => `${operation}: ${options.join(', ')}`).join('; ');

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-move-'));
    process.env['COMPOSURE_STATE_FOLDER'] = states;
    await writeFile(path.join(states, 'Dockerfile'), `FROM ${testImage}\nVOLUME /app/data\nSTOPSIGNAL SIGKILL\nCMD ["sleep", "1000"]\n`);
    await docker('build', '--tag', image, states);
    project = await scratchProject({ 'compose.yaml': compose });
  });

  after(async () => {
    machinery.engine.dispose();
    if (usual === undefined) delete process.env['COMPOSURE_STATE_FOLDER'];
    else process.env['COMPOSURE_STATE_FOLDER'] = usual;
    await project.remove();
    await docker('volume', 'rm', '--force', ...nameless);
    await docker('image', 'rm', image);
    await rm(states, { recursive: true });
  });

  /** As it is before a move, with data; answers with what is mounted. */
  async function begin(): Promise<string> {
    await docker('compose', '--project-name', project.name, 'down', '--volumes', '--timeout', '0');
    await project.write('compose.yaml', compose);
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await sh('head -c 300000 /dev/urandom > /app/data/random; chown 70:71 /app/data /app/data/random; chmod 2750 /app/data');
    const before = await mounted();
    nameless.add(before.replace(/:.*/, ''));
    return before;
  }

  async function killAt(step: string): Promise<string> {
    const script = path.join(import.meta.dirname, '../host/move-killed.ts');
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, project.directory, 'kuma', step], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL', `it did not come to ${step}`);
    return (await listInterrupted())[0]?.id ?? assert.fail('it is not told');
  }

  async function isMoved(wanted: string): Promise<void> {
    assert.deepEqual([await mounted(), await content(), await told()], [`${project.name}_kuma-data:/app/data running`, wanted, '']);
    assert.match(await file(), /- kuma-data:\/app\/data\n/);
  }

  async function isAsItWas(before: string, wanted: string): Promise<void> {
    assert.deepEqual([await mounted(), await content(), await told(), await file(), await named()], [before, wanted, '', `name: ${project.name}\n${compose}`, '']);
  }

  const each: readonly (readonly [string, 'resume' | 'put-back'])[] = [
    ['Comparing', 'resume'], ['change', 'put-back'], ['start', 'resume'], ['stop', 'put-back'], ['copy', 'resume'], ['Comparing', 'put-back'], ['copied', 'resume'],
  ];

  row('F7', 'a move of data is killed at its steps, and resumed or put back', async () => {
    let kills = 0;
    for (const [step, choice] of process.env['COMPOSURE_ALL_FAULTS'] === 'yes' ? each : each.slice(0, 3)) {
      const before = await begin();
      const wanted = await content();
      const id = await killAt(step);
      kills += 1;
      assert.equal(await told(), step === 'start' ? 'move: resume' : 'move: resume, put-back', step);
      const { ok, problems } = await recover(id, choice, machinery);
      assert.deepEqual([ok, problems], [true, []], `${step} ${choice}`);
      if (choice === 'resume') await isMoved(wanted);
      else await isAsItWas(before, wanted);
    }
    return `${kills} kills, the data is in one place or the other, whole, and the file says so`;
  });

  row('F7', 'a move of data is killed when the file is changed already', async () => {
    for (const choice of ['resume', 'put-back'] as const) {
      const before = await begin();
      const wanted = await content();
      const id = await killAt('change');
      const moved = `name: ${project.name}\n${compose}    volumes:\n      - kuma-data:/app/data\nvolumes:\n  kuma-data:\n`;
      await writeFile(path.join(project.directory, 'compose.yaml'), moved);
      assert.equal((await recover(id, choice, machinery)).ok, true);
      if (choice === 'resume') await isMoved(wanted);
      else await isAsItWas(before, wanted);
    }
    return 'it is started with it, or the file says again what it said';
  });

  row('F12', 'somebody starts what an interrupted move had stopped, and works on', async () => {
    await begin();
    const id = await killAt('change');
    await docker('start', container());
    await sh('echo later > /app/data/later');
    const wanted = await content();
    assert.equal((await recover(id, 'resume', machinery)).ok, true);
    await isMoved(wanted);
    return 'it is copied once more';
  });
});

// Moving a service's data into a volume with a name on the real engine: the data, the file and what runs change together or
// not at all.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askMovePlan, type PlannedMove } from '#host/storage/ask-move-plan.ts';
import { moveData } from '#host/storage/move-data.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';
import { scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

describe('moving data that would not survive', function () {
  this.timeout(90_000);
  withEngine();

  const engine = new Engine();
  const machinery = { engine, cli: new ComposeCli() };
  // A name by which the rule knows where the data is.
  const image = `louislam/uptime-kuma:composure-test-${randomBytes(4).toString('hex')}`;
  const compose = `services:\n  # Watches the others.\n  kuma:\n    image: ${image}\n    restart: always\n`;
  const usual = process.env['COMPOSURE_STATE_FOLDER'];
  let states: string;
  let project: ScratchProject;
  let nameless: string[] = [];

  const load = (): Promise<Project> => loadProject(project.environment(), nodeFileSystem(), new ParsedFiles(), neverCancelled);
  const plan = async (): Promise<PlannedMove | { readonly refused: string }> => askMovePlan('kuma', await load(), nodeFileSystem(), machinery);
  const ready = async (): Promise<PlannedMove> => {
    const planned = await plan();
    return 'refused' in planned ? assert.fail(planned.refused) : planned;
  };
  const mounted = async (): Promise<string> => docker('inspect', '--format', '{{range .Mounts}}{{.Name}}:{{.Destination}}{{end}} {{.State.Status}}', `${project.name}-kuma-1`);
  const file = (): Promise<string> => readFile(path.join(project.directory, 'compose.yaml'), 'utf8');

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-move-'));
    process.env['COMPOSURE_STATE_FOLDER'] = states;
    await writeFile(path.join(states, 'Dockerfile'), `FROM ${testImage}\nVOLUME /app/data\nSTOPSIGNAL SIGKILL\nCMD ["sleep", "1000"]\n`);
    await docker('build', '--tag', image, states);
    project = await scratchProject({ 'compose.yaml': compose });
  });

  after(async () => {
    engine.dispose();
    if (usual === undefined) delete process.env['COMPOSURE_STATE_FOLDER'];
    else process.env['COMPOSURE_STATE_FOLDER'] = usual;
    await project.remove();
    await docker('volume', 'rm', '--force', ...nameless);
    await docker('image', 'rm', image);
    await rm(states, { recursive: true });
  });

  it('is not planned without a container', async () => {
    assert.deepEqual(await plan(), { refused: 'kuma has no container, and so no data that could be moved: the fix in the file is enough' });
  });

  it('is planned as the copy, and as what the file will say', async () => {
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await docker('exec', `${project.name}-kuma-1`, 'sh', '-c', 'echo precious > /app/data/file && chown 70:70 /app/data /app/data/file && chmod 2750 /app/data');
    nameless = [(await mounted()).replace(/:.*/, '')];
    const { plan: planned, title, texts } = await ready();
    assert.deepEqual([planned.target, planned.copy.from, planned.copy.to, planned.copy.bytes, planned.stops], ['/app/data', nameless[0], `${project.name}_kuma-data`, 9, [`${project.name}-kuma-1`]]);
    assert.equal(title, 'Keep /app/data in a new volume kuma-data');
    assert.equal(texts[0]?.after, `name: ${project.name}\n${compose}    volumes:\n      - kuma-data:/app/data\nvolumes:\n  kuma-data:\n`);
  });

  it('changes nothing where it is cancelled, and nothing where the file was edited meanwhile', async () => {
    const planned = await ready();
    const before = [await mounted(), await file()];
    const cancel = new AbortController();
    await assert.rejects(moveData(planned, await load(), machinery, { signal: cancel.signal, onProgress: ({ step }) => { if (step.startsWith('Comparing')) cancel.abort(new Error('enough')); } }), /enough/);
    assert.deepEqual([await mounted(), await file()], before);
    await assert.rejects(moveData({ ...planned, texts: planned.texts.map((text) => ({ ...text, before: `${text.before}# older\n` })) }, await load(), machinery), /was changed meanwhile: nothing was moved/);
    assert.deepEqual([await mounted(), await file()], before);
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=${project.name}`), '');
  });

  it('brings the data into the new volume, and survives down after that', async () => {
    const { outcome, entries, bytes } = await moveData(await ready(), await load(), machinery);
    assert.deepEqual([outcome.ok, entries, bytes], [true, 2, 9]);
    assert.equal(await mounted(), `${project.name}_kuma-data:/app/data running`);
    assert.match(await file(), /# Watches the others\.\n[\s\S]*- kuma-data:\/app\/data\n/);
    await docker('compose', '--project-directory', project.directory, 'down');
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    assert.equal(await docker('exec', `${project.name}-kuma-1`, 'sh', '-c', 'cat /app/data/file; stat -c "%u %a" /app/data /app/data/file'), 'precious\n70 2750\n70 644');
    assert.deepEqual(await docker('run', '--rm', '--volume', `${nameless[0]}:/v:ro`, testImage, 'cat', '/v/file'), 'precious', 'where it was it still is');
    assert.deepEqual(await plan(), { refused: 'kuma keeps no data, as far as is known, that would not survive' });
  });
});

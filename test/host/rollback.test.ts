// Going back to a state that worked, on a real engine: also after the files were edited, the images built again, and the old
// ones pruned.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from '#core/environments/plan.ts';
import { planUp } from '#core/environments/plan.ts';
import { isDone } from '#core/rollback/plan-rollback.ts';
import type { WorkingState } from '#core/rollback/working-state.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { Engine } from '#host/engine/engine.ts';
import type { Remembered } from '#host/rollback/remember.ts';
import { remember } from '#host/rollback/remember.ts';
import { prepareRollback, rollBack, statesOf } from '#host/rollback/roll-back.ts';
import { docker } from '../support/docker/docker.ts';
import { pinsOf, removePins } from '../support/docker/pins.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = (mode: string): string => `
services:
  db:${idle}
    volumes: ["data:/data"]
  web:
    build: .
    command: sleep 1000
    stop_signal: SIGKILL
    environment: { MODE: "${mode}", PASSWORD: "$\{PASSWORD}" }
    depends_on: [db]
  beside:
    image: composure-test/busybox:1
    command: sleep 1000
    stop_signal: SIGKILL
    network_mode: service:web
volumes: { data: {} }
`;
const dockerfile = (version: number): string => `FROM composure-test/busybox:1\nRUN echo ${version} > /version\n`;

describe('an environment that is rolled back', function () {
  this.timeout(120_000);
  withEngine();

  const engine = new Engine();
  const cli = new ComposeCli();
  let project: ScratchProject;
  let place: Place;
  let folder: string;

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose('one'), 'Dockerfile': dockerfile(1), '.env': 'PASSWORD=s3$$cret\n' });
    folder = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    place = { environment: project.environment(), project: project.name, services: ['db', 'web', 'beside'] };
  });

  after(async () => {
    engine.dispose();
    await project.remove();
    await removePins(project.name);
    await docker('image', 'rm', '--force', `${project.name}-web`);
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<void> => {
    const outcome = await runPlan(planUp(place, [], { build: true }), { cli, engine });
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.failure.message);
  };
  const keep = (): Promise<Remembered> => remember(place, { cli, engine }, { folder });
  const states = (): Promise<readonly WorkingState[]> => statesOf(place, { engine }, folder);
  const shown = async (): Promise<readonly string[]> => {
    const [version, mode, file] = await Promise.all([
      docker('exec', `${project.name}-web-1`, 'cat', '/version'), docker('exec', `${project.name}-web-1`, 'sh', '-c', 'echo $MODE $PASSWORD'),
      docker('exec', `${project.name}-db-1`, 'sh', '-c', 'cat /data/file 2> /dev/null || true'),
    ]);
    return [version, mode, file];
  };
  const ids = async (): Promise<readonly string[]> => Promise.all(['db', 'web', 'beside'].map((service) => docker('inspect', '--format', '{{.Id}}', `${project.name}-${service}-1`)));
  const pins = (): Promise<readonly string[]> => pinsOf(project.name);

  it('is remembered once it is ready, for its owner alone', async () => {
    await start();
    await docker('exec', `${project.name}-db-1`, 'sh', '-c', 'echo precious > /data/file');
    const first = await keep();
    assert.ok(first.kind === 'remembered' && first.isNew);
    assert.deepEqual(first.state.files.map(({ path: each, text }) => [path.basename(each), text.length > 0]), [['compose.yaml', true], ['.env', true]]);
    assert.deepEqual(first.state.services.map(({ name }) => name).toSorted(), ['beside', 'db', 'web']);
    assert.deepEqual(await pins(), ['beside', 'db', 'web'].map((service) => `composure/${project.name}/${service}:${first.state.id}`));
    const [own = ''] = await readdir(path.join(folder, 'working-states'));
    const [file = '', ...more] = await readdir(path.join(folder, 'working-states', own));
    assert.deepEqual(more, []);
    assert.equal((await stat(path.join(folder, 'working-states', own, file))).mode & 0o777, 0o600);
    assert.equal((await stat(path.join(folder, 'working-states', own))).mode & 0o777, 0o700);
    const again = await keep();
    assert.ok(again.kind === 'remembered' && !again.isNew && again.state.id === first.state.id);
    assert.equal((await states()).length, 1);
  });

  it('is as it was after its files were edited, its image built again and the old one pruned', async () => {
    await project.write('compose.yaml', compose('two'));
    await project.write('Dockerfile', dockerfile(2));
    assert.deepEqual(await keep(), { kind: 'differs', services: ['web'] });
    await start();
    await docker('image', 'prune', '--force');
    assert.deepEqual(await shown(), ['2', 'two s3$cret', 'precious']);
    const [db] = await ids();

    const rollback = await prepareRollback({ place, folder }, { cli, engine });
    assert.ok(rollback !== undefined);
    assert.deepEqual(rollback.services, [{ name: 'beside', differs: ['files'] }, { name: 'web', differs: ['files', 'image'] }]);
    assert.deepEqual([rollback.missing, rollback.removed, rollback.unpinned], [[], [], []]);
    assert.deepEqual(rollback.changedFiles.map((each) => path.basename(each)), ['compose.yaml']);
    const outcome = await rollBack(rollback, { cli, engine }, { folder });
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.failure.message);
    assert.deepEqual(await shown(), ['1', 'one s3$cret', 'precious']);
    assert.equal((await ids())[0], db, 'what was right already is left alone');
    assert.match(await readFile(path.join(project.directory, 'compose.yaml'), 'utf8'), /MODE: "two"/, 'the files are the person\'s own');
    assert.equal(await prepareRollback({ place, folder }, { cli, engine }), undefined);
  });

  it('goes back over two states, one service alone if asked', async () => {
    await start();
    const second = await keep();
    assert.ok(second.kind === 'remembered' && second.isNew);
    await project.write('Dockerfile', dockerfile(3));
    await project.write('compose.yaml', `${compose('three')}configs: {}\n`.replace('  web:', `  extra:${idle}\n  web:`));
    await start();
    assert.ok((await keep()).kind === 'remembered');
    assert.equal((await states()).length, 3);
    await docker('image', 'prune', '--force');

    const built = await docker('image', 'inspect', '--format', '{{.Id}}', `${project.name}-web`);
    const [before, one] = [await ids(), await prepareRollback({ place, folder, service: 'web', state: second.state.id }, { cli, engine })];
    assert.ok(one !== undefined && (await rollBack(one, { cli, engine }, { folder, service: 'web' })).ok);
    assert.deepEqual(await shown(), ['2', 'two s3$cret', 'precious']);
    assert.deepEqual([(await ids())[0], (await ids())[2]], [before[0], before[2]]);

    const [, , oldest] = await states();
    const all = await prepareRollback({ place, folder, state: oldest?.id }, { cli, engine });
    assert.deepEqual(all?.removed, ['extra']);
    assert.ok((await rollBack(all, { cli, engine }, { folder })).ok);
    assert.deepEqual(await shown(), ['1', 'one s3$cret', 'precious']);
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', `name=${project.name}-extra`), '');
    assert.equal(await docker('image', 'inspect', '--format', '{{.Id}}', `${project.name}-web`), built, 'the name of the image is the person\'s own');
  });

  it('is not touched where an image is gone', async () => {
    const [newest] = await states();
    assert.ok(newest !== undefined);
    for (const { pinned } of newest.services.filter(({ name }) => name === 'web')) await docker('image', 'rm', '--force', pinned, `${project.name}-web`);
    const before = await ids();
    const rollback = await prepareRollback({ place, folder, state: newest.id }, { cli, engine });
    assert.deepEqual(rollback?.missing.map(({ name }) => name), ['web']);
    await assert.rejects(rollBack(rollback, { cli, engine }, { folder }), /the images of web are gone: nothing was changed/);
    assert.deepEqual(await ids(), before);
  });

  it('gets the name that kept its image again, where the image is still there', async () => {
    const [, second] = await states();
    assert.ok(second !== undefined);
    await docker('tag', second.services.find(({ name }) => name === 'web')?.imageId ?? '', `${project.name}-kept`);
    await docker('image', 'rm', `composure/${project.name}/web:${second.id}`);
    const rollback = await prepareRollback({ place, folder, state: second.id }, { cli, engine });
    assert.deepEqual([rollback?.missing, rollback?.unpinned.map(({ name }) => name)], [[], ['web']]);
    assert.ok(rollback !== undefined && !isDone(rollback) && (await rollBack(rollback, { cli, engine }, { folder })).ok);
    assert.deepEqual(await shown(), ['2', 'two s3$cret', 'precious']);
    await docker('image', 'rm', `${project.name}-kept`);
  });

  it('forgets the oldest states with their own names, and no other image', async () => {
    await start();
    await writeFile(path.join(project.directory, 'composure.yaml'), 'workingStates: 2\n');
    const kept = await keep();
    assert.ok(kept.kind === 'remembered');
    const left = await states();
    assert.equal(left.length, 2);
    const names = left.flatMap(({ services }) => services.map(({ pinned }) => pinned));
    assert.deepEqual((await pins()).filter((pinned) => !names.includes(pinned)), []);
    assert.notEqual(await docker('image', 'ls', '--quiet', 'composure-test/busybox:1'), '');
  });
});

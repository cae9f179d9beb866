// Cleaning on the real engine: what goes, and what is still there afterwards.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planCleaning } from '#core/cleaning/plan.ts';
import { askBelongings, clean } from '#host/engine/clean.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  web:${idle}
  job:
    image: composure-test/busybox:1
    command: sh -c 'head -c 50000 /dev/zero > /left; exit 1'
  data:
    image: composure-test/busybox:1
    command: sh -c 'echo precious > /named/file'
    volumes: ["named:/named"]
  nameless:
    image: composure-test/busybox:1
    command: sh -c 'echo precious > /data/file'
    volumes: ["/data"]
volumes:
  named: {}
`;

describe('cleaning a project', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  let project: ScratchProject;
  let neighbour: ScratchProject;
  const plan = async () => planCleaning(project.name, await askBelongings(engine));
  const names = async (of: ScratchProject): Promise<string> => (await docker('ps', '--all', '--filter', `label=com.docker.compose.project=${of.name}`, '--format', '{{.Label "com.docker.compose.service"}}')).split('\n').sort().join(' ');
  const imageIds = (): Promise<string> => docker('image', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project.name}`);

  /** What `docker compose build` makes, and a second build that takes its name. */
  async function buildTwice(tag: string): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-clean-'));
    try {
      for (const text of ['one', 'two']) {
        await writeFile(path.join(folder, 'Dockerfile'), `FROM composure-test/busybox:1\nRUN head -c 70000 /dev/urandom > /${text}\n`);
        await docker('build', '--tag', tag, '--label', `com.docker.compose.project=${project.name}`, '--label', 'com.docker.compose.service=web', folder);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    neighbour = await scratchProject({ 'compose.yaml': compose });
    for (const { directory } of [project, neighbour]) await docker('compose', '--project-directory', directory, 'up', '--detach');
    await docker('wait', ...['job', 'data', 'nameless'].flatMap((service) => [`${project.name}-${service}-1`, `${neighbour.name}-${service}-1`]));
    await docker('compose', '--project-directory', project.directory, 'run', '--detach', '--name', `${project.name}-once`, 'web', 'true');
    await docker('wait', `${project.name}-once`);
    await buildTwice(`${project.name}:1`);
  });

  after(async () => {
    engine.dispose();
    await project.remove();
    await neighbour.remove();
    const images = await imageIds();
    if (images !== '') await docker('image', 'rm', '--force', ...images.split('\n'));
  });

  it('looks while others look, though an engine before 23.0 measures for one at a time', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => askBelongings(engine)));
    assert.ok(all.every(({ containers }) => containers.some((container) => container.project === project.name)));
  });

  it('plans what goes, and tells what that frees', async () => {
    const { removals, kept } = await plan();
    assert.deepEqual(removals.map(({ kind, name }) => `${kind} ${name.replace(project.name, 'project').replace(/[0-9a-f]{12}$/, 'id')}`).toSorted(), [
      'container project-data-1', 'container project-job-1', 'container project-once', 'image web id',
    ]);
    assert.deepEqual(kept.map(({ name }) => name), [`${project.name}-nameless-1`]);
    const sizes = new Map(removals.map(({ name, bytes }) => [name, bytes]));
    assert.ok((sizes.get(`${project.name}-job-1`) ?? 0) >= 50_000);
    assert.ok(removals.some(({ kind, bytes }) => kind === 'image' && bytes >= 70_000 && bytes < 200_000), JSON.stringify(removals));
  });

  it('says what the engine refuses, and removes nothing by force', async () => {
    const before = await plan();
    await docker('compose', '--project-directory', project.directory, 'run', '--detach', '--name', `${project.name}-late`, 'web', 'sleep', '1000');
    const id = await docker('inspect', '--format', '{{.Id}}', `${project.name}-late`);
    const late = { kind: 'container' as const, id, name: 'late', bytes: 0 };
    const cleaned = await clean(engine, { ...before, removals: [late] }, { buildCache: false });
    assert.deepEqual([cleaned.removed, cleaned.left.map(({ removal }) => removal)], [[], [late]]);
    assert.match(cleaned.left[0]?.why ?? '', /running container/);
    await docker('rm', '--force', `${project.name}-late`);
  });

  it('removes that and nothing else: volumes, what runs, what has a name, other projects', async () => {
    const others = await names(neighbour);
    const volumes = await docker('volume', 'ls', '--quiet');
    const told: string[] = [];
    const cleaned = await clean(engine, await plan(), { buildCache: false, onProgress: ({ name }) => told.push(name) });
    assert.deepEqual([cleaned.removed.length, cleaned.left, cleaned.buildCache, told.length], [4, [], undefined, 4]);
    assert.equal(await names(project), 'nameless web');
    assert.equal(await names(neighbour), others);
    assert.equal(await docker('volume', 'ls', '--quiet'), volumes);
    assert.equal((await imageIds()).split('\n').length, 1);
    assert.equal(await docker('run', '--rm', '--volume', `${project.name}_named:/v:ro`, 'composure-test/busybox:1', 'cat', '/v/file'), 'precious');
    assert.deepEqual((await plan()).removals, []);
  });

  it('takes what another has removed meanwhile for removed', async () => {
    const gone = { kind: 'container' as const, id: 'f'.repeat(64), name: 'gone', bytes: 0 };
    const { removed, left } = await clean(engine, { ...await plan(), removals: [gone] }, { buildCache: false });
    assert.deepEqual([removed, left], [[gone], []]);
  });

  it('stops where it is cancelled', async () => {
    await assert.rejects(clean(engine, await plan().then((planned) => ({ ...planned, removals: [{ kind: 'container' as const, id: 'x', name: 'x', bytes: 0 }] })), { buildCache: false, signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  });
});

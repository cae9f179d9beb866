// Why containers are as they are, asked of a real engine.

import assert from 'node:assert/strict';
import type { ContainerEvidence } from '#core/health/evidence.ts';
import { Engine } from '#host/engine/engine.ts';
import { askEvidence } from '#host/engine/evidence.ts';
import { askLastWords } from '#host/engine/last-words.ts';
import { docker } from '../support/docker/docker.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

describe('the evidence of a container', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  let project: ScratchProject;
  before(async () => {
    project = await scratchProject({ 'compose.yaml': `services:
  ill:${idle}
    healthcheck: { test: "echo the disk is full; exit 4", interval: 200ms, timeout: 2s, retries: 2 }
  well:${idle}
  gone:
    image: composure-test/busybox:1
    command: [sh, -c, "printf '\\\\033[31mto the world\\\\033[0m\\\\n'; echo to the log >&2; exit 3"]
  terminal:
    image: composure-test/busybox:1
    tty: true
    command: [sh, -c, "echo to the terminal"]
  silent:
    image: composure-test/busybox:1
    logging: { driver: none }
    command: [sh, -c, "echo to nobody"]
` });
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
  });
  after(async () => {
    engine.dispose();
    await project?.remove();
  });

  const idOf = (service: string): string => `${project.name}-${service}-1`;
  const evidence = async (service: string): Promise<ContainerEvidence> => {
    const told = await askEvidence(engine, idOf(service));
    assert.ok(told);
    return told;
  };

  it('is the last probe, how many failed in a row, and since when it runs', async () => {
    const { since, failing, probe, container } = await until('the illness', () => evidence('ill'), (seen) => seen.container.health === 'unhealthy');
    assert.deepEqual([container.service, probe?.ok, probe?.exitCode, probe?.output.trim()], ['ill', false, 4, 'the disk is full']);
    assert.ok(failing >= 2);
    assert.ok(since !== undefined && Math.abs(Date.now() - since) < 60_000);
  });

  it('is when it ended, and nothing of probes where none can be true', async () => {
    const { since, container, probe } = await until('the end', () => evidence('gone'), (seen) => seen.container.state === 'exited');
    assert.deepEqual([container.exitCode, probe], [3, undefined]);
    assert.ok(since !== undefined && Math.abs(Date.now() - since) < 60_000);
    await docker('pause', idOf('ill'));
    const paused = await evidence('ill');
    assert.deepEqual([paused.container.state, paused.failing, paused.probe], ['paused', 0, undefined]);
    await docker('unpause', idOf('ill'));
    assert.equal((await evidence('well')).probe, undefined);
  });

  it('is not there where the container is not', async () => {
    assert.equal(await askEvidence(engine, `${project.name}-nobody`), undefined);
  });

  it('has the last words of both streams, of a terminal, and of nobody', async () => {
    for (const service of ['gone', 'terminal', 'silent']) await until('the end', () => evidence(service), (seen) => seen.container.state === 'exited');
    assert.deepEqual((await askLastWords(engine, idOf('gone'))).toSorted(), ['to the log', 'to the world']);
    assert.deepEqual(await askLastWords(engine, idOf('terminal')), ['to the terminal']);
    assert.deepEqual(await askLastWords(engine, idOf('silent')), []);
    assert.deepEqual(await askLastWords(engine, `${project.name}-nobody`), []);
  });
});

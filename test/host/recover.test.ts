// Recovery on the real engine: a container that a restart cures, one that nothing cures, one that was told to stop.

import assert from 'node:assert/strict';
import type { ContainerFacts } from '#core/outside.ts';
import { Engine } from '#host/engine/engine.ts';
import { keepWell, type Recovery } from '#host/engine/recover.ts';
import { watchContainers, type Watch } from '#host/engine/watch.ts';
import { docker } from '../support/docker/docker.ts';
import { scratchProject, until, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const service = (test: string): string => `
    image: composure-test/busybox:1
    command: ["sh", "-c", "date >> /starts; rm -f /ill; sleep 1000"]
    stop_signal: SIGKILL
    healthcheck: { test: "${test}", interval: 200ms, timeout: 2s, retries: 1 }`;

const compose = `
services:
  curable:${service('test ! -f /ill')}
  hopeless:${service('false')}
  held:${service('test ! -f /ill')}
`;

describe('recovery', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  const told: string[] = [];
  let project: ScratchProject;
  let watch: Watch;
  let recovery: Recovery;
  let free = false;
  const starts = async (name: string): Promise<number> => (await docker('exec', `${project.name}-${name}-1`, 'cat', '/starts')).split('\n').length;
  const note = (container: ContainerFacts, text: string): void => { told.push(`${container.service}: ${text}`); };

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    recovery = keepWell(engine, {
      restarting: (container, attempt, of) => note(container, `restart ${attempt} of ${of}`),
      restartFailed: (container, failure) => note(container, failure.message),
      well: (container, attempts) => note(container, `well after ${attempts}`),
      gaveUp: (container, attempts) => note(container, `given up after ${attempts}`),
    }, {
      policy: { attempts: 2, window: 600_000, backOff: 1000 },
      alone: async (container, work) => { if (container.service !== 'held' || free) await work(); },
    });
    watch = watchContainers(engine, {
      changed: (containers) => recovery.look(containers.filter((container) => container.project === project.name)),
      failed: (failure) => { throw failure; },
    });
  });

  after(async () => {
    recovery.dispose();
    watch.dispose();
    engine.dispose();
    await project.remove();
  });

  it('gives up what no restart helps, after so many, and says so once', async () => {
    await until('given up', () => told, (said) => said.includes('hopeless: given up after 2'));
    assert.deepEqual(told.filter((line) => line.startsWith('hopeless')), ['hopeless: restart 1 of 2', 'hopeless: restart 2 of 2', 'hopeless: given up after 2']);
    assert.equal(await starts('hopeless'), 3);
  });

  it('starts again what has become ill, once, and says that it helped', async () => {
    await docker('exec', `${project.name}-curable-1`, 'touch', '/ill');
    await until('well', () => told, (said) => said.includes('curable: well after 1'));
    assert.deepEqual(told.filter((line) => line.startsWith('curable')), ['curable: restart 1 of 2', 'curable: well after 1']);
    assert.equal(await starts('curable'), 2);
  });

  it('leaves alone what somebody else works on, and takes its turn afterwards', async () => {
    const name = `${project.name}-held-1`;
    await docker('exec', name, 'touch', '/ill');
    await until('unhealthy', () => docker('inspect', '--format', '{{.State.Health.Status}}', name), (health) => health === 'unhealthy');
    await until('a while', () => Date.now(), (now) => now > began + 2500);
    assert.deepEqual(told.filter((line) => line.startsWith('held')), []);
    free = true;
    await until('well', () => told, (said) => said.includes('held: well after 1'));
  });

  it('leaves alone what is paused or stopped, which the engine calls unhealthy (D2)', async () => {
    const before = told.length;
    await docker('pause', `${project.name}-curable-1`);
    await docker('stop', `${project.name}-held-1`);
    assert.equal(await docker('inspect', '--format', '{{.State.Health.Status}}', `${project.name}-curable-1`), 'unhealthy', 'the trap is gone: see D2');
    await until('a while', () => Date.now(), (now) => now > began + 2500);
    assert.deepEqual(told.slice(before), []);
    await docker('unpause', `${project.name}-curable-1`);
  });

  let began = 0;
  beforeEach(() => { began = Date.now(); });
});

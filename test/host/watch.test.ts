// The list of containers that follows the engine: how soon, and what happens while the engine is away.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerFacts } from '#core/outside.ts';
import { Engine } from '#host/engine/engine.ts';
import type { EngineEvent } from '#host/engine/events.ts';
import type { Watch } from '#host/engine/watch.ts';
import { watchContainers } from '#host/engine/watch.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import type { OwnEngine } from './own-engine.ts';
import { ownEngine } from './own-engine.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

/** What a listener was told, with the time of each telling. */
interface Told {
  readonly time: number;
  /** `web running healthy` for each container, or the kind of the failure. */
  readonly what: string;
}

describe('a watch', function () {
  this.timeout(60_000);
  withEngine();

  let project: ScratchProject;
  let engine: Engine;
  let watch: Watch | undefined;
  let told: Told[];

  before(async () => {
    project = await scratchProject({
      'compose.yaml': `
services:
  db:${idle}
  web:${idle}
    healthcheck: { test: test -f /tmp/well, interval: 100ms, timeout: 1s }
`,
    });
  });

  after(() => project.remove());

  beforeEach(() => {
    engine = new Engine();
    told = [];
  });

  afterEach(() => {
    watch?.dispose();
    engine.dispose();
  });

  const begin = (): Watch => {
    watch = watchContainers(engine, listener(told, (container) => container.project === project.name));
    return watch;
  };
  const compose = (...args: readonly string[]): Promise<string> => docker('compose', '--project-directory', project.directory, ...args);
  const toldOf = (what: string): Promise<unknown> => until(what, () => told, (seen) => seen.at(-1)?.what === what);

  it('tells what is there, and what comes, changes and goes', async () => {
    begin();
    await toldOf('');
    await compose('up', '--detach');
    await toldOf('db running none, web running starting');
    await docker('exec', `${project.name}-web-1`, 'touch', '/tmp/well');
    await toldOf('db running none, web running healthy');
    await docker('pause', `${project.name}-web-1`);
    await toldOf('db running none, web paused none');
    await docker('unpause', `${project.name}-web-1`);
    await toldOf('db running none, web running healthy');
    await docker('kill', `${project.name}-db-1`);
    await toldOf('db exited none, web running healthy');
    await docker('rename', `${project.name}-web-1`, `${project.name}-renamed`);
    await docker('start', `${project.name}-db-1`);
    await toldOf('db running none, web running healthy');
    await compose('down');
    await toldOf('');
  });

  it('tells within a moment of the event', async () => {
    await compose('up', '--detach', 'db');
    begin();
    await toldOf('db running none');
    const events: EngineEvent[] = [];
    const following = new AbortController();
    const followed = follow(new Engine(), following.signal, events);
    const delays: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const [command, action, what] of [['pause', 'pause', 'db paused none'], ['unpause', 'unpause', 'db running none'], ['kill', 'die', 'db exited none'], ['start', 'start', 'db running none']] as const) {
        const seen = events.length;
        await docker(command, `${project.name}-db-1`);
        await toldOf(what);
        const event = await until(action, () => events.slice(seen).find((one) => one.action === action && one.project === project.name), (one) => one !== undefined);
        delays.push((told.at(-1)?.time ?? Infinity) - (event?.time ?? 0));
      }
    }
    following.abort();
    await followed;
    delays.sort((one, other) => one - other);
    const [median = Infinity, slowest = Infinity] = [delays[delays.length / 2], delays.at(-1)];
    console.log(`      event to listener over ${delays.length} events: median ${median} ms, slowest ${slowest} ms`);
    // 80 ms on an idle machine; the aim is 200.
    assert.ok(median < 400, `median ${median} ms`);
    assert.ok(slowest < 1500, `slowest ${slowest} ms`);
  });

  it('says nothing after it was disposed or aborted', async () => {
    const aborting = new AbortController();
    const aborted: Told[] = [];
    watchContainers(engine, listener(aborted, () => true), { signal: aborting.signal });
    const disposed: Told[] = [];
    watchContainers(engine, listener(disposed, () => true)).dispose();
    aborting.abort();
    await delay(300);
    assert.deepEqual([aborted, disposed], [[], []]);
  });
});

describe('a watch of an engine that comes and goes', function () {
  this.timeout(120_000);
  withEngine();

  let own: OwnEngine;
  let engine: Engine;
  let watch: Watch | undefined;
  const told: Told[] = [];

  before(async () => {
    own = await ownEngine();
    engine = new Engine({ endpoint: { address: own.address, context: undefined, connection: { kind: 'unix', socketPath: own.socketPath } } });
  });

  after(async () => {
    watch?.dispose();
    engine.dispose();
    await own.remove();
  });

  const lastOf = (what: string): Promise<unknown> => until(what, () => told, (seen) => seen.at(-1)?.what === what);

  it('says once that it is away, and tells all again when it is back, as often as that happens', async () => {
    watch = watchContainers(engine, listener(told, () => true), { backOff: { first: 50, most: 400 } });
    await lastOf('engine-unreachable');
    await delay(1000);
    assert.deepEqual(told.map(({ what }) => what), ['engine-unreachable']);

    await own.start();
    await lastOf('');
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-image-'));
    await docker('save', '--output', path.join(folder, 'image.tar'), await ensureTestImage());
    await docker('--host', own.address, 'load', '--input', path.join(folder, 'image.tar'));
    await rm(folder, { recursive: true });
    const labels = ['--label', 'com.docker.compose.project=own', '--label', 'com.docker.compose.service=web'];
    await docker('--host', own.address, 'run', '--detach', '--name', 'own-web-1', ...labels, '--network', 'none', '--stop-signal', 'KILL', 'composure-test/busybox:1', 'sleep', '1000');
    await lastOf('web running none');

    for (let round = 0; round < 2; round += 1) {
      const before = told.length;
      await own.stop();
      await lastOf('engine-unreachable');
      await delay(1000);
      assert.equal(told.slice(before).filter(({ what }) => what === 'engine-unreachable').length, 1);
      await own.start();
      await lastOf('web exited none');
      await docker('--host', own.address, 'start', 'own-web-1');
      await lastOf('web running none');
    }
  });

  it('is not woken by the probes of a health check, and says nothing where a new list says nothing new', async () => {
    const labels = ['--label', 'com.docker.compose.project=own', '--label', 'com.docker.compose.service=probed'];
    await docker('--host', own.address, 'run', '--detach', '--name', 'probed', ...labels, '--network', 'none', '--stop-signal', 'KILL',
      '--health-cmd', 'true', '--health-interval', '100ms', '--health-timeout', '2s', 'composure-test/busybox:1', 'sleep', '1000');
    await lastOf('probed running healthy, web running none');
    const events: EngineEvent[] = [];
    const following = new AbortController();
    const followed = follow(new Engine({ endpoint: await engine.endpoint() }), following.signal, events);
    const before = told.length;
    await delay(1000);
    watch?.refresh();
    watch?.refresh();
    await delay(500);
    following.abort();
    await followed;
    assert.deepEqual([told.slice(before), events], [[], []]);
    await docker('--host', own.address, 'rm', '--force', 'probed');
    await lastOf('web running none');
  });

  it('tries at once when it is asked to', async () => {
    await own.stop();
    const patient: Told[] = [];
    const waiting = watchContainers(engine, listener(patient, () => true), { backOff: { first: 60_000, most: 60_000 } });
    await until('a failure', () => patient.length, (count) => count === 1);
    await own.start();
    waiting.refresh();
    await until('a list', () => patient, (seen) => seen.at(-1)?.what === 'web exited none', 5);
    waiting.dispose();
  });
});

function listener(told: Told[], wanted: (container: ContainerFacts) => boolean): Parameters<typeof watchContainers>[1] {
  return {
    changed(containers) {
      const words = containers.filter(wanted).map(({ service, state, health }) => `${service} ${state} ${health}`);
      told.push({ time: Date.now(), what: words.join(', ') });
    },
    failed(failure) {
      told.push({ time: Date.now(), what: failure.kind });
    },
  };
}

async function follow(engine: Engine, signal: AbortSignal, events: EngineEvent[]): Promise<void> {
  try {
    for await (const event of await engine.events(signal)) events.push(event);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    engine.dispose();
  }
}

// What live rules go by changes beside the projects too, and the real engine tells of it.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '#host/engine/engine.ts';
import { followStirrings } from '#host/engine/stirrings.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import { withEngine } from './with-engine.ts';

describe('stirrings', function () {
  this.timeout(60_000);
  withEngine();

  it('are containers of no project, networks and volumes, until the end', async () => {
    const image = await ensureTestImage();
    const name = `composure-stirrings-${process.pid}`;
    const engine = new Engine();
    const abort = new AbortController();
    const told: number[] = [];
    const followed = followStirrings(engine, () => told.push(Date.now()), abort.signal);
    try {
      // Until the engine has begun to tell.
      while (told.length === 0) await docker('volume', 'rm', await docker('volume', 'create'));
      for (const [make, remove] of [
        [['run', '--detach', '--init', '--name', name, '--publish', '127.0.0.1::80', image, 'sleep', '1000'], ['rm', '--force', name]],
        [['network', 'create', name], ['network', 'rm', name]],
        [['volume', 'create', name], ['volume', 'rm', name]],
      ] as const) {
        for (const call of [make, remove]) {
          const before = told.length;
          await docker(...call);
          for (let waited = 0; told.length === before && waited < 5000; waited += 20) await delay(20);
          assert.ok(told.length > before, `nothing was told of: docker ${call.join(' ')}`);
        }
      }
    } finally {
      abort.abort();
      engine.dispose();
    }
    await followed;
  });
});

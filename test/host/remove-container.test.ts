// Removing a container of the product's own on the real engine while others remove the same one.

import assert from 'node:assert/strict';
import { removeContainer } from '#host/backup/remove-container.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';
import { withEngine } from './with-engine.ts';

describe('removing a container of the product\'s own', function () {
  this.timeout(60_000);
  withEngine();

  it('ends well for each of eight who do it at once, and where it is gone', async () => {
    const engine = new Engine();
    try {
      const id = await docker('run', '--detach', '--network', 'none', testImage, 'sleep', '1000');
      await Promise.all(Array.from({ length: 8 }, () => removeContainer(engine, id)));
      await assert.rejects(docker('inspect', id));
      await removeContainer(engine, id);
    } finally {
      engine.dispose();
    }
  });
});

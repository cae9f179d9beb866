// Gives a suite the Docker engine and the image that its projects are made of.

import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';

/** Call it inside `describe`: an engine that runs is used and left running, another is started and stopped again. */
export function withEngine(): void {
  let stop: (() => Promise<void>) | undefined;

  before('a Docker engine', async function () {
    this.timeout(120_000);
    const engine = await ensureEngine();
    stop = () => engine.stop();
    await ensureTestImage();
  });

  after('no Docker engine that was not there before', async function () {
    this.timeout(60_000);
    await stop?.();
  });
}

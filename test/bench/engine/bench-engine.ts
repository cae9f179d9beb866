// The figures that need a Docker engine: the one that runs, or one started for them.

import { ensureEngine } from '../../support/docker/engine.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { table } from '../figures.ts';
import { measureDoctor, measureHealth } from './commands.ts';
import { measureIdle } from './idle.ts';
import { measureTree } from './tree.ts';
import { measureUp } from './up.ts';

/** Measures and prints; only the parts that are named, if any are: `tree`, `commands`, `up`, `idle`. */
export async function benchEngine(parts: readonly string[] = []): Promise<void> {
  const isWanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
  const engine = await ensureEngine();
  try {
    await ensureTestImage();
    if (isWanted('tree')) table('Engine event → row of the sidebar (milliseconds)', [await measureTree(20)]);
    if (isWanted('commands')) table('Commands that ask the engine (milliseconds)', [await measureDoctor(), await measureHealth()]);
    if (isWanted('up')) table('From up to healthy, Ops platform (milliseconds)', await measureUp(5));
    if (isWanted('idle')) {
      const idle = await measureIdle(60);
      table('Idle, with the sidebar open', typeof idle === 'string' ? [{ extension: idle }] : idle);
    }
  } finally {
    await engine.stop();
  }
}

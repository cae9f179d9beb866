// Removes a container that the product made for itself, also while somebody else removes it, or the engine has it in hand for
// a moment: what stays holds its volume.

import { setTimeout as delay } from 'node:timers/promises';
import { isAnswer } from '#host/backup/helper-settings.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds for one call, and for all of them. */
const limit = 30_000;

/** Milliseconds between two calls. */
const pause = 50;

/**
 * Returns when it is gone. 409: somebody who sweeps at the same moment or prunes removes it already; 500: its file system is busy.
 * @throws Failure as the engine says it, where it stays.
 */
export async function removeContainer(engine: Engine, id: string, { volumes = false }: { /** Those without a name go with it. */ readonly volumes?: boolean } = {}): Promise<void> {
  for (const deadline = Date.now() + limit; ; await delay(pause)) {
    try {
      await engine.ask((docker) => docker.getContainer(id).remove({ force: true, v: volumes }), undefined, limit);
      return;
    } catch (error) {
      if (isAnswer(error, 404)) return;
      if (!(isAnswer(error, 409) || isAnswer(error, 500)) || Date.now() > deadline) throw error;
    }
  }
}

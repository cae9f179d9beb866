// The engine for `--live`. What it needs of Docker is loaded only when it is asked for.

import { advice, Failure } from '#core/failure.ts';
import type { EngineFacts } from '#core/outside.ts';
import { CannotRun } from '#cli/cannot-run.ts';

/**
 * What live rules go by, as it is now.
 * @throws CannotRun where the engine does not answer: a check that was to ask it must not pass without it.
 */
export async function askEngine(): Promise<EngineFacts> {
  const [{ Engine }, { askFacts }] = await Promise.all([import('#host/engine/engine.ts'), import('#host/engine/facts.ts')]);
  const engine = new Engine();
  try {
    return await askFacts(engine);
  } catch (error) {
    if (error instanceof Failure) throw new CannotRun(`--live: ${error.message} (${advice[error.kind]})`, { cause: error });
    throw error;
  } finally {
    engine.dispose();
  }
}

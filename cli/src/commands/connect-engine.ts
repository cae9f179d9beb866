// The engine for `--live`. What it needs of Docker is loaded only when it is asked for.

import { advice, Failure } from '#core/failure.ts';
import type { Rule } from '#core/rules/rule.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Terminal } from '#cli/commands/command.ts';

/**
 * Makes sure that the engine answers, and says so where no rule has a question for it yet.
 * @throws CannotRun where it does not answer: a check that was to ask it must not pass without it.
 */
export async function connectEngine(rules: readonly Rule[], terminal: Terminal): Promise<void> {
  const { Engine } = await import('#host/engine/engine.ts');
  const engine = new Engine();
  try {
    await engine.ping();
  } catch (error) {
    if (error instanceof Failure) throw new CannotRun(`--live: ${error.message} (${advice[error.kind]})`, { cause: error });
    throw error;
  } finally {
    engine.dispose();
  }
  if (!rules.some(({ speed }) => speed === 'live')) terminal.note('the Docker engine answers, but no rule of this version asks it: --live finds nothing more');
}

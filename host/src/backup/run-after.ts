// Runs the commands that are to follow a backup whatever came of it: a service that was made ready for it goes on as before.

import type { PlannedHook } from '#core/backup/plan-backup.ts';
import { Failure } from '#core/failure.ts';
import { execQuietly } from '#host/backup/exec-stream.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Nothing cancels it. Answers with what did not work, each in a sentence. */
export async function runAfter(engine: Engine, hooks: readonly PlannedHook[], onStep?: (step: string) => void): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { service, container, command } of hooks) {
    onStep?.(`Finishing ${service}`);
    await execQuietly(engine, container, command, `the command after the backup of ${service}`).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      problems.push(error.message);
    });
  }
  return problems;
}

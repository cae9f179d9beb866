// Asks an environment how it is with the data that it got back, by what composure.yaml says to ask and by its smoke tests: that
// containers are up says nothing of what is in them.

import { setTimeout as delay } from 'node:timers/promises';
import type { Project } from '#core/compose/model.ts';
import type { HealthReport } from '#core/health/report.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askHealth } from '#host/health/ask-health.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** Milliseconds until what does not answer well counts: what was just started may need them. */
const usualLimit = 30_000;

const pause = 1_000;

export interface RestoredTrouble {
  /** Undefined where a smoke test failed. */
  readonly service: string | undefined;
  /** In a sentence. */
  readonly reason: string;
}

/** What is wrong with it; undefined where nothing is. @throws Failure where the engine does not answer. */
export async function judgeRestored(project: Project, engine: Engine, limit = usualLimit): Promise<RestoredTrouble | undefined> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  for (const deadline = Date.now() + limit; ; await delay(pause)) {
    const copy = { containers: await engine.containersOf(project.name), moved: <T>(check: T): T => check };
    const trouble = troubleIn(await askHealth({ project, beside: [project], files, parsed, engine, smoke: true, variables: process.env, copy }));
    if (trouble === undefined || Date.now() > deadline) return trouble;
  }
}

/** What does not run was not run before either; where such a service is, a smoke test may fail because of that. */
function troubleIn({ services, checks }: HealthReport): RestoredTrouble | undefined {
  const ill = services.find(({ ok, state }) => !ok && state === 'running');
  if (ill !== undefined) return { service: ill.name, reason: `${ill.name} is not well with the restored data: ${ill.detail ?? ill.health}` };
  if (services.some(({ ok }) => !ok)) return undefined;
  // What cannot be followed in composure.yaml is no fault of the data.
  const failed = checks.slice(services.length).find(({ ok, name }) => !ok && name !== 'composure.yaml');
  return failed && { service: undefined, reason: `the smoke test ${failed.name} fails with the restored data: ${failed.detail}` };
}

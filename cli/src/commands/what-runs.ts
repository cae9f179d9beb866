// What runs of some environments, for commands that also work without an engine: they say then that it is not known.

import type { Project } from '#core/compose/model.ts';
import { advice, Failure } from '#core/failure.ts';
import { environmentKey } from '#core/project/discover.ts';
import type { Terminal } from '#cli/commands/command.ts';

/** What runs of one environment. */
export interface Running {
  readonly verdict: 'running' | 'partly' | 'stopped' | 'absent';
  /** Services with a container that is up. */
  readonly up: readonly string[];
}

/** By `environmentKey`; empty, with a word on stderr, where the engine does not answer. */
export async function askWhatRuns(projects: readonly Project[], terminal: Terminal): Promise<ReadonlyMap<string, Running>> {
  const [{ Engine }, { whichRun }] = await Promise.all([import('#host/engine/engine.ts'), import('#host/compose/which-run.ts')]);
  const engine = new Engine();
  terminal.working('Asking the engine what runs');
  try {
    const { environments } = await whichRun(projects, engine);
    const keys = new Set(projects.map(({ environment }) => environmentKey(environment)));
    return new Map(environments.filter(({ id }) => keys.has(id)).map(({ id, verdict, containers }) => [id, {
      verdict, up: [...new Set(containers.filter(({ state }) => state === 'running' || state === 'paused').map(({ service }) => service))],
    }]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.note(`what runs is not known: ${error.message} (${advice[error.kind]})`);
    return new Map();
  } finally {
    engine.dispose();
  }
}

/** `running`, `3 of 5 services run`, `stopped`; undefined where the engine does not say. */
export function statusText(running: Running | undefined, services: number): string | undefined {
  if (running === undefined) return undefined;
  const { verdict, up } = running;
  if (verdict === 'running') return 'running';
  return verdict === 'partly' ? `${up.length} of ${services} run` : verdict === 'stopped' ? 'stopped' : 'not started';
}

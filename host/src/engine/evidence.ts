// Asks the engine why a container is as it is: since when, and what the last probe of its health check said.

import type { ContainerInspectInfo } from 'dockerode';
import type { ContainerEvidence } from '#core/health/evidence.ts';
import { factsOfInspected } from '#host/engine/container-facts.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds that the engine has: somebody holds the mouse still for the answer. */
const patience = 2000;

/**
 * The evidence, or undefined where the container is gone.
 * @throws Failure as every question to the engine does.
 */
export async function askEvidence(engine: Engine, id: string, signal?: AbortSignal): Promise<ContainerEvidence | undefined> {
  return engine.ask(async (docker, abortSignal) => {
    try {
      return evidenceOf(await docker.getContainer(id).inspect({ abortSignal }));
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
      throw error;
    }
  }, signal, patience);
}

function evidenceOf(inspected: ContainerInspectInfo): ContainerEvidence {
  const { State, RestartCount } = inspected;
  const container = factsOfInspected(inspected);
  const since = Date.parse(container.state === 'running' || container.state === 'paused' ? State.StartedAt : State.FinishedAt);
  // What a check said of a container that is stopped or paused now is no evidence of it (engine 20.10.24, D2).
  const health = container.state === 'running' ? State.Health : undefined;
  const probe = health?.Log?.at(-1);
  return {
    container,
    // The engine writes the year 1 for never.
    since: since > 0 ? since : undefined,
    restarts: RestartCount,
    outOfMemory: State.OOMKilled,
    error: State.Error ?? '',
    failing: health?.FailingStreak ?? 0,
    probe: probe === undefined ? undefined : { ended: Date.parse(probe.End), ok: probe.ExitCode === 0, exitCode: probe.ExitCode, output: probe.Output },
  };
}

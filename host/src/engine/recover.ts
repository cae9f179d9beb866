// Starts containers again that their health checks call unhealthy, by core's policy: this has the clock and the engine.

import { Failure } from '#core/failure.ts';
import { judge, newPatient, type Condition, type Patient, type RecoveryPolicy } from '#core/monitor/recovery.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Engine } from '#host/engine/engine.ts';

export interface RecoveryListener {
  /** Before a restart. */
  restarting(container: ContainerFacts, attempt: number, of: number): void;
  restartFailed(container: ContainerFacts, failure: Failure): void;
  well(container: ContainerFacts, attempts: number): void;
  gaveUp(container: ContainerFacts, attempts: number): void;
}

export interface RecoveryOptions {
  readonly policy: RecoveryPolicy;
  /** Carries out a restart, when nothing else is at work on the container; the work is not to be done where it never is. */
  readonly alone?: (container: ContainerFacts, work: () => Promise<void>) => Promise<void>;
}

export interface Recovery {
  /** How the containers are now: all that are to be kept well. */
  look(containers: readonly ContainerFacts[]): void;
  dispose(): void;
}

/** Milliseconds that the engine has for a restart: it waits 10 s for the container to stop by itself. */
const restartLimit = 60_000;

export function keepWell(engine: Engine, listener: RecoveryListener, { policy, alone = (_, work) => work() }: RecoveryOptions): Recovery {
  const life = new AbortController();
  const patients = new Map<string, Patient>();
  const busy = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  let containers: readonly ContainerFacts[] = [];

  function look(container: ContainerFacts): void {
    const { id } = container;
    if (busy.has(id) || life.signal.aborted) return;
    clearTimeout(timers.get(id));
    timers.delete(id);
    const before = patients.get(id) ?? newPatient;
    const { patient, decision } = judge(before, conditionOf(container), Date.now(), policy);
    patients.set(id, patient);
    switch (decision.kind) {
      case 'leave': return;
      case 'well': return listener.well(container, decision.attempts);
      case 'give-up': return listener.gaveUp(container, decision.attempts);
      case 'wait': {
        timers.set(id, setTimeout(() => again(id), Math.max(0, decision.until - Date.now())));
        return;
      }
      case 'restart': {
        busy.add(id);
        void restart(container, decision.attempt).then((done) => {
          busy.delete(id);
          if (done) return again(id);
          patients.set(id, before);
          if (!life.signal.aborted) timers.set(id, setTimeout(() => again(id), policy.backOff));
        });
      }
    }
  }

  function again(id: string): void {
    const container = containers.find((one) => one.id === id);
    if (container !== undefined) look(container);
  }

  /** Whether it was tried. */
  async function restart(container: ContainerFacts, attempt: number): Promise<boolean> {
    let tried = false;
    try {
      await alone(container, async () => {
        // Somebody else may have started it again meanwhile: another window, a person.
        if (conditionOf(await news(container) ?? container) !== 'unhealthy') return;
        tried = true;
        listener.restarting(container, attempt, policy.attempts);
        await engine.ask((docker, abortSignal) => docker.getContainer(container.id).restart({ abortSignal }), life.signal, restartLimit);
        await news(container);
      });
    } catch (error) {
      if (life.signal.aborted) return tried;
      if (!(error instanceof Failure)) throw error;
      if (tried) listener.restartFailed(container, error);
    }
    return tried;
  }

  /** What was told of it last may be old, until an event has brought the new. */
  async function news(container: ContainerFacts): Promise<ContainerFacts | undefined> {
    const now = await engine.container(container.id, life.signal);
    if (now !== undefined) containers = containers.map((one) => (one.id === now.id ? now : one));
    return now;
  }

  return {
    look(now) {
      containers = now;
      for (const id of patients.keys()) {
        if (now.some((container) => container.id === id)) continue;
        patients.delete(id);
        clearTimeout(timers.get(id));
        timers.delete(id);
      }
      for (const container of now) look(container);
    },
    dispose() {
      life.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

function conditionOf({ state, health }: ContainerFacts): Condition {
  return state === 'running' && (health === 'healthy' || health === 'unhealthy') ? health : 'unknown';
}

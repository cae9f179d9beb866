// What the monitor wants to know of a container beside its facts: limits, restarts and the probes of its health.

import type { ContainerInspectInfo } from 'dockerode';
import type { Probe, Vitals } from '#core/monitor/reading.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds that the engine has: it keeps an inspection waiting while the container's archive is read (A8). */
const patience = 2000;

/**
 * The vitals, or undefined where the container is gone.
 * @throws Failure as every question to the engine does.
 */
export async function askVitals(engine: Engine, id: string, signal?: AbortSignal): Promise<Vitals | undefined> {
  return engine.ask(async (docker, abortSignal) => {
    try {
      return vitalsOf(await docker.getContainer(id).inspect({ abortSignal }));
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
      throw error;
    }
  }, signal, patience);
}

function vitalsOf({ State, HostConfig, RestartCount }: ContainerInspectInfo): Vitals {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0, Memory = 0 } = HostConfig;
  // 0 means no limit, and the default period (kernel, cgroup cpu.cfs_period_us).
  const quota = CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : undefined;
  return {
    cpuLimit: NanoCpus > 0 ? NanoCpus / 1e9 : quota,
    memoryLimit: Memory > 0 ? Memory : undefined,
    restarts: RestartCount,
    outOfMemory: State.OOMKilled,
    probes: (State.Health?.Log ?? []).map((probe): Probe => ({ ended: Date.parse(probe.End), ok: probe.ExitCode === 0, output: probe.Output })),
  };
}

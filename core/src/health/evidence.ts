// Why a container is as it is: what the engine can tell of it beyond its facts, for a person who points at it.

import type { Probe } from '#core/monitor/reading.ts';
import type { ContainerFacts } from '#core/outside.ts';

export interface ContainerEvidence {
  readonly container: ContainerFacts;
  /** When it began to run, or ended where it does not run, in milliseconds since 1970 by the engine's clock; undefined where it never ran. */
  readonly since: number | undefined;
  /** How often the engine has started it again by its restart policy. */
  readonly restarts: number;
  readonly outOfMemory: boolean;
  /** Why the engine could not start it; empty where it could. */
  readonly error: string;
  /** How many probes of its health check have failed in a row. */
  readonly failing: number;
  /** The last probe of its health check. */
  readonly probe: ProbeEvidence | undefined;
}

export interface ProbeEvidence extends Probe {
  readonly exitCode: number;
}

// A check that asks an address of this machine means what the original publishes there; of a copy it has to ask the port that
// the copy has in its place.

import type { Check, Target } from '#core/health/probe.ts';
import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { listOf, objectOf } from '#core/environments/resolved-project.ts';

/** The check as it is made of a copy of the project. */
export function movedCheck(check: Check, original: ResolvedProject): Check {
  const { probe } = check;
  return probe.kind === 'exec' ? check : { ...check, probe: { ...probe, target: movedTarget(probe.target, original) } };
}

const itself = ['localhost', '127.0.0.1', '0.0.0.0', '::1', '::'];

/** Other hosts stay: what is asked there is no part of the project. */
function movedTarget(target: Target, { services }: ResolvedProject): Target {
  if (target.kind !== 'address' || !itself.includes(target.host)) return target;
  for (const [service, { ports }] of Object.entries(services)) {
    for (const port of listOf(ports).map(objectOf)) {
      if ((port['published'] === String(target.port) || port['published'] === target.port) && typeof port['target'] === 'number') return { kind: 'published', service, ports: [port['target']] };
    }
  }
  return target;
}

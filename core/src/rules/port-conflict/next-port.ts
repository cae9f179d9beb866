// A free host port in place of one that another wants too, and how ports are said.

import type { Project } from '#core/compose/model.ts';
import type { PortRange } from '#core/compose/ports.ts';
import { replicasOf, type HostPorts } from '#core/rules/port-conflict/host-ports.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix } from '#core/rules/rule.ts';

/** The next host port that nobody of these projects names, nor any of `taken` has. */
export function useNext(own: HostPorts, projects: readonly Project[], taken: readonly Pick<HostPorts, 'ports'>[]): readonly Fix[] {
  const { first, last } = own.ports;
  if (first !== last || replicasOf(own.service) > 1) return [];
  const ranges = [...taken.map(({ ports }) => ports), ...projects.flatMap(({ services }) => [...services.values()].flatMap((service) => service.ports.flatMap(({ published }) => published ?? [])))];
  for (let next = first + 1; next <= 65535; next += 1) {
    if (!ranges.some((range) => range.first <= next && next <= range.last)) return rewriteFix(own.text, String(next), `Use host port ${next}`);
  }
  return [];
}

/** `port 80`, `ports 80-82`. */
export function said({ first, last }: PortRange): string {
  return first === last ? `port ${first}` : `ports ${first}-${last}`;
}

// What the engine wants of a container's memory (moby, daemon_unix.go, verifyPlatformContainerResources).

import { bytesOf, limitsOf } from '#core/compose/limits.ts';
import type { Service } from '#core/compose/model.ts';
import type { Report } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';

/** The least that a container may have, in bytes. */
const least = 6 * 1024 * 1024;

/** A limit below what is reserved, below what a container needs at all, or above memory and swap together. */
export function memoryRefused(service: Service): readonly Report[] {
  const { memory, reservedMemory } = limitsOf(service);
  if (memory === undefined) return [];
  const { name, node } = service;
  const reports: Report[] = [];
  if (memory.amount < least) reports.push({ at: memory.at, message: `A container has 6 MB of memory at least: Docker does not create ${name}` });
  if (reservedMemory !== undefined && reservedMemory.amount > memory.amount) {
    reports.push({
      at: reservedMemory.at, message: `${name} reserves ${reservedMemory.at.value} of memory and may use ${memory.at.value}: Docker does not create it`,
      related: [{ at: memory.at, message: `${name} may use ${memory.at.value}` }],
    });
  }
  const swap = textOf(get(node, 'memswap_limit'));
  const both = swap === undefined || swap.unresolved.length > 0 ? undefined : bytesOf(swap.value);
  if (swap !== undefined && both !== undefined && both > 0 && both < memory.amount) {
    reports.push({
      at: swap, message: `memswap_limit is memory and swap together, and ${name} may use ${memory.at.value} of memory alone: Docker does not create it`,
      related: [{ at: memory.at, message: `${name} may use ${memory.at.value}` }],
    });
  }
  return reports;
}

// How much of the machine a service may take and wants to have: `deploy.resources`, and the older keys beside it.

import type { Service } from '#core/compose/model.ts';
import { get, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** An amount at its place: bytes, or CPUs. */
export interface Amount {
  readonly amount: number;
  readonly at: Text;
}

/** What one container of a service may take at most, and what is reserved for it. What cannot be known is undefined. */
export interface Limits {
  readonly cpus: Amount | undefined;
  readonly memory: Amount | undefined;
  readonly reservedMemory: Amount | undefined;
}

/** The limits of a service. Where both forms are given Compose wants them to be the same. */
export function limitsOf({ node }: Pick<Service, 'node'>): Limits {
  const resources = get(get(node, 'deploy'), 'resources');
  const [limits, reservations] = [get(resources, 'limits'), get(resources, 'reservations')];
  return {
    cpus: read(get(limits, 'cpus') ?? get(node, 'cpus'), cpusOf),
    memory: read(get(limits, 'memory') ?? get(node, 'mem_limit'), bytesOf),
    reservedMemory: read(get(reservations, 'memory') ?? get(node, 'mem_reservation'), bytesOf),
  };
}

/** The bytes that a size says, in units of 1024 (go-units, RAMInBytes); undefined where it says none. */
export function bytesOf(size: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d*)?|\.\d+)\s?([bkmgtp]?)(?:i?b)?$/i.exec(size);
  if (match === null) return undefined;
  return Math.floor(Number(match[1]) * 1024 ** Math.max(0, 'bkmgtp'.indexOf((match[2] ?? '').toLowerCase() || 'b')));
}

function cpusOf(text: string): number | undefined {
  return /^\d+(?:\.\d*)?$|^\.\d+$/.test(text) ? Number(text) : undefined;
}

/** Zero means no limit. */
function read(node: YamlNode | undefined, amountOf: (text: string) => number | undefined): Amount | undefined {
  const at = textOf(node);
  const amount = at === undefined || at.unresolved.length > 0 ? undefined : amountOf(at.value);
  return at === undefined || amount === undefined || amount <= 0 ? undefined : { amount, at };
}

// A short port as the long entries that it means: one for each container port of a range.
// Facts: docker/go-connections, nat.ParsePortSpec, and compose-go, types.ParsePortConfig.

import { readPort } from '#core/compose/ports.ts';
import { mappingAt, scalarAt, scalarOf } from '#core/compose/canonical/make.ts';
import type { Scalar, YamlNode } from '#core/yaml/node.ts';

/** The long entries of one short port; itself where it cannot be read. */
export function portEntries(node: YamlNode): readonly YamlNode[] {
  if (node.kind !== 'scalar' || node.value === null) return [node];
  const port = readPort(node);
  if (port?.target === undefined) return [node];
  const { target, published, address, protocol } = port;
  const isRange = published !== undefined && published.last > published.first;
  const entries: [sortedBy: string, entry: YamlNode][] = [];
  for (let index = 0; index <= target.last - target.first; index += 1) {
    const container = target.first + index;
    const host = published === undefined ? undefined : target.first === target.last && isRange ? `${published.first}-${published.last}` : String(published.first + index);
    entries.push([`${container}/${protocol}`, mappingAt(node, {
      mode: scalarAt(node, 'ingress'),
      host_ip: address === undefined ? undefined : scalarOf(node as Scalar, address),
      target: scalarAt(node, container),
      published: host === undefined ? undefined : scalarAt(node, host),
      protocol: scalarAt(node, protocol),
    })]);
  }
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

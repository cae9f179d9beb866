// A short port as the long entries that it means: one for each container port of a range.
// Facts: docker/go-connections, nat.ParsePortSpec, and compose-go, types.ParsePortConfig.

import { readPort, type PortRange } from '#core/compose/ports.ts';
import { mappingAt, scalarAt, scalarOf } from '#core/compose/canonical/make.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The long entries of one short port; itself where it cannot be read. */
export function portEntries(node: YamlNode): readonly YamlNode[] {
  if (node.kind !== 'scalar' || node.value === null) return [node];
  const port = readPort(node);
  const target = rangeOf(port?.targetText);
  if (port === undefined || target === undefined) return [node];
  const { address, protocol } = port;
  const published = rangeOf(port.publishedText);
  const isRange = published !== undefined && published.last > published.first;
  const entries: [sortedBy: string, entry: YamlNode][] = [];
  for (let index = 0; index <= target.last - target.first; index += 1) {
    const container = target.first + index;
    const host = published === undefined ? undefined : target.first === target.last && isRange ? `${published.first}-${published.last}` : String(published.first + index);
    entries.push([`${container}/${protocol}`, mappingAt(node, {
      mode: scalarAt(node, 'ingress'),
      host_ip: address === undefined ? undefined : scalarOf(node, address),
      target: scalarAt(node, container),
      published: host === undefined ? undefined : scalarAt(node, host),
      protocol: scalarAt(node, protocol),
    })]);
  }
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** What the text says now, where a variable stands in it too. */
function rangeOf(text: Text | undefined): PortRange | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text?.value ?? '') ?? [];
  return first === undefined ? undefined : { first: Number(first), last: Number(last) };
}

// Which host ports a service takes when it starts, and when two of them cannot both be had.

import type { Service } from '#core/compose/model.ts';
import type { Port, PortRange } from '#core/compose/ports.ts';
import { get, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The host ports of one entry of `ports`. */
export interface HostPorts {
  readonly service: Service;
  readonly port: Port;
  /** Where the host ports are written. */
  readonly text: Text;
  readonly ports: PortRange;
}

/** What a service takes for certain. The engine chooses from a range for one container port, and where nothing or 0 is said. */
export function hostPortsOf(service: Service): readonly HostPorts[] {
  if (hasNoPortsOfItsOwn(service)) return [];
  const seen = new Set<string>();
  return service.ports.flatMap((port): HostPorts[] => {
    const { publishedText: text, published: ports, target, address } = port;
    if (text === undefined || ports === undefined || target === undefined || ports.first === 0) return [];
    if (address !== undefined && (address.unresolved.length > 0 || !isAddress(address.value)) || ports.last - ports.first !== target.last - target.first) return [];
    // Compose makes one of entries that say the same.
    const key = `${address?.value ?? ''}:${ports.first}-${ports.last}:${target.first}/${port.protocol}`;
    return seen.has(key) ? [] : [seen.add(key) && { service, port, text, ports }];
  });
}

/** On the host's network, on another container's, or on none, the engine publishes nothing. */
function hasNoPortsOfItsOwn({ networkMode }: Service): boolean {
  return networkMode !== undefined && (networkMode.unresolved.length > 0 || /^(?:host|none|service:.*|container:.*)$/.test(networkMode.value));
}

/** The host ports that both want on a common address and protocol. */
export function overlap(a: Pick<HostPorts, 'port' | 'ports'>, b: Pick<HostPorts, 'port' | 'ports'>): PortRange | undefined {
  if (a.port.protocol !== b.port.protocol || !meet(a.port.address?.value ?? '', b.port.address?.value ?? '')) return undefined;
  const first = Math.max(a.ports.first, b.ports.first);
  const last = Math.min(a.ports.last, b.ports.last);
  return first <= last ? { first, last } : undefined;
}

/** Whether two addresses have one in common. Without an address the engine listens on all of both families; `0.0.0.0` and `::` each stand for one family. */
export function meet(a: string, b: string): boolean {
  if (a === '' || b === '') return true;
  const isSix = a.includes(':');
  if (isSix !== b.includes(':')) return false;
  const [one, two] = isSix ? [groups(a), groups(b)] : [a, b];
  const all = isSix ? groups('::') : '0.0.0.0';
  return one === two || one === all || two === all;
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || (/^[\da-f:.]+(?:%\w+)?$/i.test(text) && (text.includes('::') || text.split(':').length === 8));
}

/** An IPv6 address with all of its groups: `::1` and `0:0:0:0:0:0:0:1` are one. */
function groups(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const words = (text: string): readonly string[] => (text === '' ? [] : text.split(':').map((word) => word.replace(/^0+(?=.)/, '')));
  const before = words(head);
  if (tail === undefined) return before.join(':');
  const after = words(tail);
  return [...before, ...Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => '0'), ...after].join(':');
}

/** How many host ports share a drawer of the index. */
const drawerSize = 64;

/** Entries that one is compared with at most. Nobody writes more for a few neighbouring ports. */
const comparedLimit = 1_000;

/** Finds the entries that may share a port with another without comparing each with each. */
export class PortIndex<Entry extends Pick<HostPorts, 'port' | 'ports'>> {
  readonly #drawers = new Map<string, Entry[]>();
  readonly #order = new Map<Entry, number>();

  constructor(all: readonly Entry[]) {
    for (const each of all) {
      this.#order.set(each, this.#order.size);
      for (const key of drawersOf(each)) {
        const drawer = this.#drawers.get(key);
        if (drawer === undefined) this.#drawers.set(key, [each]);
        else drawer.push(each);
      }
    }
  }

  /** In the order of all, the first few of which something holds. */
  near(own: Entry, isMeant: (other: Entry) => boolean, limit: number): readonly Entry[] {
    const seen = new Set<Entry>();
    const found: Entry[] = [];
    for (const key of drawersOf(own)) {
      for (const other of this.#drawers.get(key) ?? []) {
        if (found.length >= limit || seen.size >= comparedLimit) break;
        if (other === own || seen.has(other)) continue;
        seen.add(other);
        if (isMeant(other)) found.push(other);
      }
    }
    return found.toSorted((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

function drawersOf({ port, ports }: Pick<HostPorts, 'port' | 'ports'>): readonly string[] {
  const first = Math.floor(ports.first / drawerSize);
  return Array.from({ length: Math.floor(ports.last / drawerSize) - first + 1 }, (_, index) => `${port.protocol} ${first + index}`);
}

/** Whether two services are ever up together: one of them always is, they share a profile, or both take part now. */
export function runTogether(a: Service, b: Service): boolean {
  if (a.active && b.active) return true;
  if ([...a.profiles, ...b.profiles].some(({ unresolved }) => unresolved.length > 0)) return false;
  return a.profiles.length === 0 || b.profiles.length === 0 || a.profiles.some(({ value }) => b.profiles.some((other) => other.value === value));
}

/** How many containers Compose starts. In a swarm, where the routing mesh shares one port, the file says so elsewhere. */
export function replicasOf(service: Service): number {
  const deploy = get(service.node, 'deploy');
  if (['placement', 'update_config', 'rollback_config', 'endpoint_mode', 'mode'].some((key) => get(deploy, key) !== undefined)) return 1;
  const said = get(service.node, 'scale') ?? get(deploy, 'replicas');
  return numberOf(said) ?? 1;
}

function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && node.text.unresolved.length === 0 && /^\d+$/.test(node.content) ? Number(node.content) : undefined;
}

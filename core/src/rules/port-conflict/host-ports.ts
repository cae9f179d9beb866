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

/** Ports of a range that is entered under each of them. A wider one is compared with all others. */
const narrow = 32;

/** Entries that one is compared with at most. Nobody writes more for a few neighbouring ports. */
const comparedLimit = 1_000;

/** Finds the entries that may share a port with another without comparing each with each. */
export class PortIndex<Entry extends Pick<HostPorts, 'port' | 'ports'>> {
  readonly #all: readonly Entry[];
  readonly #byPort = new Map<number, Entry[]>();
  readonly #wide: Entry[] = [];
  #places: ReadonlyMap<Entry, number> | undefined;

  constructor(all: readonly Entry[]) {
    this.#all = all;
    for (const each of all) {
      const { first, last } = each.ports;
      if (last - first >= narrow) this.#wide.push(each);
      else for (let port = first; port <= last; port += 1) this.#enter(each, port);
    }
  }

  #enter(entry: Entry, port: number): void {
    const there = this.#byPort.get(port);
    if (there === undefined) this.#byPort.set(port, [entry]);
    else if (there.at(-1) !== entry) there.push(entry);
  }

  /** Whether no other entry speaks of a port of this one. */
  isAlone({ ports: { first, last } }: Entry): boolean {
    return first === last && this.#wide.length === 0 && this.#byPort.get(first)?.length === 1;
  }

  /** In the order of all, the first few of which something holds. */
  near(own: Entry, isMeant: (other: Entry) => boolean, limit: number): readonly Entry[] {
    const { first, last } = own.ports;
    const isWide = last - first >= narrow;
    const lists = isWide ? [this.#all] : [...Array.from({ length: last - first + 1 }, (_, index) => this.#byPort.get(first + index) ?? []), this.#wide];
    const found = new Set<Entry>();
    let compared = 0;
    for (const other of lists.flat()) {
      if (found.size >= limit || compared >= comparedLimit) break;
      compared += 1;
      if (other !== own && isMeant(other)) found.add(other);
    }
    return found.size < 2 ? [...found] : [...found].toSorted((a, b) => this.#placeOf(a) - this.#placeOf(b));
  }

  #placeOf(entry: Entry): number {
    this.#places ??= new Map(this.#all.map((each, index) => [each, index]));
    return this.#places.get(entry) ?? 0;
  }
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

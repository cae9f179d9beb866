// Which networks a service is on and by which names it is known there (Compose: normalize.go). What the engine's name
// service answers was asked of an engine: on a network, the names of services and containers, host names and aliases.

import type { Project, Service } from '#core/compose/model.ts';
import { entry, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Text } from '#core/yaml/span.ts';

/** How a service is connected. */
export type Connection =
  /** On networks of the project, by their keys. */
  | { readonly kind: 'networks'; readonly networks: readonly JoinedNetwork[] }
  /** In the network of another service: it has no name of its own. */
  | { readonly kind: 'service'; readonly service: Text }
  /** By itself. */
  | { readonly kind: 'none' }
  /** On the host's network: no container has a name there. */
  | { readonly kind: 'host' }
  /** Another container's network, or one that a variable names: who answers there is not known. */
  | { readonly kind: 'unknown' };

/** One network that a service joins. */
export interface JoinedNetwork {
  readonly name: string;
  /** Further names that it has on this network alone. */
  readonly aliases: readonly string[];
}

const known = new WeakMap<YamlNode, Connection>();

/** How a service is connected: on `default` where nothing is said. */
export function connectionOf(service: Service): Connection {
  const before = known.get(service.node);
  if (before !== undefined) return before;
  const connection = readConnection(service);
  known.set(service.node, connection);
  return connection;
}

function readConnection({ networkMode, networks, node }: Service): Connection {
  if (networkMode !== undefined && networkMode.value !== '') {
    if (networkMode.unresolved.length > 0) return { kind: 'unknown' };
    if (networkMode.value.startsWith('service:')) return { kind: 'service', service: part(networkMode, 'service:'.length, networkMode.value.length) };
    return { kind: networkMode.value === 'none' || networkMode.value === 'host' ? networkMode.value : 'unknown' };
  }
  if (networks.some(({ unresolved }) => unresolved.length > 0)) return { kind: 'unknown' };
  if (networks.length === 0) return { kind: 'networks', networks: [{ name: 'default', aliases: [] }] };
  const said = get(node, 'networks');
  return {
    kind: 'networks',
    networks: networks.map(({ value }) => ({ name: value, aliases: items(get(get(said, value), 'aliases')).flatMap((each) => textOf(each)?.value ?? []) })),
  };
}

/** The names by which a service is known on each of its networks. */
export function namesOf(project: Project, { name, containerName, node }: Service): ReadonlySet<string> {
  const said = [containerName, textOf(get(node, 'hostname'))].flatMap((text) => (text === undefined || text.unresolved.length > 0 ? [] : [text.value]));
  return new Set([name, ...said, ...(containerName === undefined ? [`${project.name}-${name}-1`] : [])]);
}

/** What tells networks apart: their real name where they have one, since two keys may mean one network. */
export function networkIdentity(project: Project, name: string): string {
  const real = textOf(get(project.networks.get(name)?.node, 'name'));
  return real === undefined ? `key ${name}` : `name ${real.value}`;
}

/** True where containers of other projects may be on the network, or where its name is not known. */
export function isShared(project: Project, name: string): boolean {
  const network = project.networks.get(name);
  return network !== undefined && (network.external || (textOf(get(network.node, 'name'))?.unresolved.length ?? 0) > 0);
}

/** Names that a service has for others by itself: `links: [db:database]`, by name. */
export function linkAliases({ node }: Pick<Service, 'node'>): ReadonlyMap<string, string> {
  return new Map(items(get(node, 'links')).flatMap((item) => {
    const text = textOf(item)?.value ?? '';
    const colon = text.indexOf(':');
    return colon === -1 ? [] : [[text.slice(colon + 1), text.slice(0, colon)] as const];
  }));
}

/** True where a service may find a name elsewhere than on its networks: `extra_hosts`, `external_links`, its own name servers. */
export function mayResolveElsewhere({ node }: Pick<Service, 'node'>, name: string): boolean {
  if (entry(node, 'dns') !== undefined || entry(node, 'dns_search') !== undefined) return true;
  if (textOf(get(node, 'hostname'))?.value === name) return true;
  const hosts = get(node, 'extra_hosts');
  if (hosts?.kind === 'mapping' && entry(hosts, name) !== undefined) return true;
  if (items(hosts).some((item) => isNamed(item, /[=:]/, name, 0))) return true;
  return items(get(node, 'external_links')).some((item) => isNamed(item, /:/, name, -1));
}

/** Whether the first or the last part of a text is this name, or cannot be known. */
function isNamed(item: YamlNode, separator: RegExp, name: string, index: 0 | -1): boolean {
  const text = textOf(item);
  return text !== undefined && (text.unresolved.length > 0 || text.value.split(separator).at(index) === name);
}

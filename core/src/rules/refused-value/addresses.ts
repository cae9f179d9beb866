// Fixed IPv4 addresses and the subnets that they are to lie in, as the engine wants them: "Invalid address 10.1.0.9: It
// does not belong to any of this network's subnets", "Address already in use", "no matching subnet for gateway".

import type { Project, Resource, Service } from '#core/compose/model.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import { addressOf, isWithin, lastOf, subnetOf, type Subnet } from '#core/rules/refused-value/ipv4.ts';
import type { Report } from '#core/rules/rule.ts';
import { get, items, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** Subnets and gateways that are none, and the addresses of services that nobody can give them. */
export function* addressesRefused(project: Project): Generator<Report> {
  for (const network of project.networks.values()) yield* networkRefused(network);
  const taken = new Map<string, { readonly service: Service; readonly at: Text }>();
  for (const service of project.services.values()) {
    const connection = service.active ? connectionOf(service) : undefined;
    if (connection?.kind !== 'networks') continue;
    for (const { name } of connection.networks) {
      const at = textOf(get(get(get(service.node, 'networks'), name), 'ipv4_address'));
      const network = project.networks.get(name);
      if (at === undefined || at.value === '' || at.unresolved.length > 0) continue;
      const reason = refusal(at.value, name, network);
      const other = taken.get(`${name} ${at.value}`);
      if (reason !== undefined) yield { at, message: `${reason}: the engine does not start ${service.name}`, ...(network === undefined ? {} : { related: [{ at: { value: name, file: network.key.file, span: network.key.span }, message: `${name} is defined here` }] }) };
      else if (other !== undefined) yield { at, message: `${at.value} is the address of ${other.service.name} too: only one of them could start`, related: [{ at: other.at, message: `${other.service.name} has it here` }] };
      else taken.set(`${name} ${at.value}`, { service, at });
    }
  }
}

/** One entry of `ipam.config`, as far as it is known. */
interface Pool {
  readonly subnet: Subnet | undefined;
  readonly subnetText: Text | undefined;
  readonly gateway: Text | undefined;
}

/** The pools of a network; undefined where another driver deals with addresses, or where one cannot be known. */
function poolsOf({ node, external }: Resource): readonly Pool[] | undefined {
  const driver = textOf(get(get(node, 'ipam'), 'driver'));
  if (external || (driver !== undefined && driver.value !== 'default')) return undefined;
  const pools = items(get(get(node, 'ipam'), 'config')).map((each): Pool => {
    const [subnetText, gateway] = [textOf(get(each, 'subnet')), textOf(get(each, 'gateway'))];
    return { subnetText, gateway, subnet: subnetText && subnetOf(subnetText.value) };
  });
  return pools.some(({ subnetText, gateway }) => [subnetText, gateway].some((text) => text !== undefined && text.unresolved.length > 0)) ? undefined : pools;
}

function* networkRefused(network: Resource): Generator<Report> {
  for (const { subnet, subnetText, gateway } of poolsOf(network) ?? []) {
    if (subnetText === undefined || subnetText.value.includes(':')) continue;
    if (subnet === undefined) {
      yield { at: subnetText, message: `"${subnetText.value}" is no subnet, as in 172.28.0.0/16: the engine does not make ${network.name}` };
      continue;
    }
    const address = gateway && addressOf(gateway.value);
    if (gateway === undefined || gateway.value === '' || (address !== undefined && isWithin(address, subnet))) continue;
    yield { at: gateway, message: `${address === undefined ? `"${gateway.value}" is no IPv4 address` : `${gateway.value} lies outside ${subnetText.value}`}: the engine does not make ${network.name}` };
  }
}

/** Why the engine refuses an address on a network; undefined where it does not, or where that cannot be known. */
function refusal(text: string, name: string, network: Resource | undefined): string | undefined {
  const address = addressOf(text);
  if (address === undefined) return `"${text}" is no IPv4 address`;
  if (network === undefined && name !== 'default') return undefined;
  const pools = network === undefined ? [] : poolsOf(network);
  if (pools === undefined) return undefined;
  const named = pools.flatMap(({ subnetText }) => subnetText ?? []);
  if (named.length === 0) return `${text} needs a subnet, and the network ${name} says none`;
  const own = pools.filter(({ subnet }) => subnet !== undefined);
  // An error of the subnet itself is said there.
  if (own.length < named.filter(({ value }) => !value.includes(':')).length) return undefined;
  const pool = own.find(({ subnet }) => subnet !== undefined && isWithin(address, subnet));
  if (pool?.subnet === undefined) return `${text} lies outside ${named.map(({ value }) => value).join(', ')} of the network ${name}`;
  const gateway = pool.gateway === undefined ? undefined : addressOf(pool.gateway.value);
  if (address === (gateway ?? pool.subnet.first + 1)) return `${text} is the gateway of the network ${name}`;
  return address === pool.subnet.first || address === lastOf(pool.subnet) ? `${text} stands for all of ${pool.subnetText?.value ?? ''}` : undefined;
}

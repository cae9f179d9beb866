// Where a check is to be asked, from what the engine publishes now: the address is that of the container that runs, not
// the one that the files name.

import type { Target } from '#core/health/probe.ts';
import type { ContainerFacts } from '#core/outside.ts';

/** Where to ask, or why nobody can. */
export type Address =
  | { readonly host: string; readonly port: number }
  | { readonly why: string };

/** The address of a target. `engineHost` is how this machine reaches the ports that the engine publishes. */
export function addressOf(target: Target, containers: readonly ContainerFacts[], engineHost: string): Address {
  if (target.kind === 'address') return { host: target.host, port: target.port };
  const running = containers.filter(({ service, state }) => service === target.service && state === 'running');
  if (running.length === 0) return { why: `${target.service} does not run` };
  const published = running.flatMap(({ ports }) => ports).filter(({ protocol, published: port }) => protocol === 'tcp' && port > 0);
  const port = target.ports.length === 0 ? published[0] : target.ports.flatMap((wanted) => published.find(({ target: inside }) => inside === wanted) ?? [])[0];
  if (port === undefined) return { why: `${target.service} publishes no ${target.ports.length === 0 ? 'port' : `port ${target.ports.join(' or ')}`}: ask inside by exec, or name a URL` };
  return { host: isEvery(port.address) ? engineHost : port.address, port: port.published };
}

/** A host as a URL has it. */
export function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function isEvery(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}

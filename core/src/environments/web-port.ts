// Which published ports a browser can open, and at what address.

import type { ContainerFacts, PublishedPort } from '#core/outside.ts';

/** The published ports of some containers, each once: an engine lists IPv4 and IPv6 apart. */
export function publishedPorts(containers: readonly ContainerFacts[]): readonly PublishedPort[] {
  const seen = new Map<string, PublishedPort>();
  for (const port of containers.filter((container) => container.state === 'running').flatMap((container) => container.ports)) {
    if (port.published === 0) continue;
    const key = `${isEveryAddress(port.address) ? '' : port.address}:${port.published}/${port.protocol}`;
    if (!seen.has(key)) seen.set(key, port);
  }
  return [...seen.values()].sort((a, b) => a.published - b.published);
}

/** The address a browser opens for a port, or undefined where a browser has no business. */
export function webAddress(port: PublishedPort): string | undefined {
  return webAddressOn('localhost', port);
}

/** The same of an engine on another machine. */
export function webAddressOn(engineHost: string, port: PublishedPort): string | undefined {
  if (port.protocol !== 'tcp' || port.published === 0 || notForBrowsers.has(port.target)) return undefined;
  const scheme = port.target === 443 || port.target === 8443 ? 'https' : 'http';
  const standard = scheme === 'https' ? 443 : 80;
  return `${scheme}://${hostOf(port.address, engineHost)}${port.published === standard ? '' : `:${port.published}`}/`;
}

/** `8080`, or `192.168.0.5:8080` where the port is bound to one address. */
export function portText(port: PublishedPort): string {
  return isEveryAddress(port.address) ? String(port.published) : `${bracketed(port.address)}:${port.published}`;
}

function isEveryAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}

function hostOf(address: string, engineHost: string): string {
  if (isEveryAddress(address)) return bracketed(engineHost);
  return address === '127.0.0.1' || address === '::1' ? 'localhost' : bracketed(address);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** Ports that databases, brokers, mail, shells and collectors of traces (OTLP over gRPC) are known to listen on inside their containers. */
const notForBrowsers: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2181, 2222, 3306, 4222, 4317, 5432, 5433, 5671, 5672,
  6379, 6432, 9042, 9092, 11211, 27017, 33060,
]);

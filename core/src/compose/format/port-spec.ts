// One published port in short syntax, `ip:host:container/protocol`, as docker/go-connections splits it. What is wrong
// is said of the part that a person would change.

import type { Fault, Format } from '#core/compose/format/format.ts';
import { isIpAddress } from '#core/compose/format/ip-address.ts';
import { nearest } from '#core/words/nearest.ts';

export const portSpec: Format = {
  what: 'a port', example: '"8080:80"',
  fault(text): Fault | undefined {
    const lastColon = text.lastIndexOf(':');
    const slash = text.indexOf('/', lastColon + 1);
    const containerEnd = slash === -1 ? text.length : slash;
    const container = text.slice(lastColon + 1, containerEnd);
    if (container === '') return { message: text === '' ? 'A port is missing here' : `"${text}" names no port of the container` };
    const hostColon = lastColon === -1 ? -1 : text.lastIndexOf(':', lastColon - 1);
    const [hostStart, hostEnd] = lastColon <= 0 ? [0, 0] : [hostColon + 1, lastColon];
    return addressFault(text, hostColon)
      ?? rangeFault(text, lastColon + 1, containerEnd)
      ?? (container.startsWith('0') && /^0+(?:-|$)/.test(container) ? { message: 'A container has no port 0', from: lastColon + 1, to: containerEnd } : undefined)
      ?? (hostStart === hostEnd ? undefined : rangeFault(text, hostStart, hostEnd))
      ?? sameLength(text, container, text.slice(hostStart, hostEnd))
      ?? (slash === -1 ? undefined : protocolFault(text, slash + 1));
  },
};

function addressFault(text: string, hostColon: number): Fault | undefined {
  if (hostColon <= 0) return undefined;
  const written = text.slice(0, hostColon);
  const address = written.startsWith('[') && written.endsWith(']') ? written.slice(1, -1) : written;
  if (address === '' || isIpAddress(address) && (written !== address || !address.includes(':'))) return undefined;
  if (isIpAddress(address)) return { message: `"${written}" is an IPv6 address: write it in brackets, as in [${written}]`, from: 0, to: hostColon, instead: `[${written}]` };
  return { message: `"${written}" is no IP address: only an address can stand before the port of the host`, from: 0, to: hostColon, ...(address === 'localhost' ? { instead: '127.0.0.1' } : {}) };
}

/** Digits, or two of them with a dash between; whatever stands behind a second dash Compose does not read. */
function rangeFault(text: string, from: number, to: number): Fault | undefined {
  let start = -1;
  let value = 0;
  let count = 0;
  for (let at = from; at <= to; at += 1) {
    const code = at === to ? 45 : text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      count += 1;
      continue;
    }
    if (code !== 45 || count === 0) return { message: `"${text.slice(from, to)}" is no port: write a number, or a range as in 8000-8010`, from, to };
    if (value > 65535) return { message: `${value} is no port: the highest is 65535`, from, to };
    if (start !== -1) return value < start ? { message: `"${text.slice(from, to)}" runs backwards: the lower port comes first`, from, to, instead: `${value}-${start}` } : undefined;
    start = value;
    [value, count] = [0, 0];
  }
  return undefined;
}

function sameLength(text: string, container: string, host: string): Fault | undefined {
  if (host === '' || !container.includes('-')) return undefined;
  const [inside, outside] = [lengthOf(container), lengthOf(host)];
  if (inside === 1 || inside === outside) return undefined;
  return { message: `"${text}" publishes ${inside} ports of the container as ${outside} of the host: both ranges must be of one length` };
}

function lengthOf(range: string): number {
  const [first = '', last = first] = range.split('-');
  return Number(last) - Number(first) + 1;
}

function protocolFault(text: string, from: number): Fault | undefined {
  const end = text.indexOf('/', from);
  const protocol = text.slice(from, end === -1 ? text.length : end);
  const lower = protocol.toLowerCase();
  if (lower === 'tcp' || lower === 'udp' || lower === 'sctp' || lower === '') return undefined;
  const meant = nearest(protocol, ['tcp', 'udp', 'sctp']);
  return { message: `"${protocol}" is no protocol of a port: use tcp, udp or sctp`, from, to: from + protocol.length, ...(meant === undefined ? {} : { instead: meant }) };
}

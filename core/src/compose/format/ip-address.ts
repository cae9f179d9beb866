// IP addresses as Go's net.ParseIP reads them: no leading zeros, no zone, no brackets.

import type { Format } from '#core/compose/format/format.ts';

export const ipAddress: Format = {
  what: 'an IP address', example: '127.0.0.1',
  fault: (text) => (isIpAddress(text) ? undefined : { message: text === 'localhost' ? 'localhost is a name: write the IP address 127.0.0.1' : `"${text}" is no IP address`, ...(text === 'localhost' ? { instead: '127.0.0.1' } : {}) }),
};

/** True for an address of IPv4 or IPv6. */
export function isIpAddress(text: string): boolean {
  return text.includes(':') ? isIpv6(text) : isIpv4(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((each) => /^(?:0|[1-9]\d{0,2})$/.test(each) && Number(each) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  let count = groups.length;
  if (last?.includes('.')) {
    if (!isIpv4(last) || text.endsWith('::')) return false;
    groups.pop();
    count += 1;
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}

// IPv4 addresses and subnets as numbers.

/** Addresses from `first` on: as many as `size`. */
export interface Subnet {
  readonly first: number;
  readonly size: number;
}

/** `172.28.5.10` as a number; undefined for what is none. */
export function addressOf(text: string): number | undefined {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** `172.28.5.0/24`; undefined for what is none. Bits behind the prefix are nothing to the engine. */
export function subnetOf(text: string): Subnet | undefined {
  const [network = '', prefix = '', ...more] = text.split('/');
  const address = addressOf(network);
  if (address === undefined || more.length > 0 || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return undefined;
  const size = 2 ** (32 - Number(prefix));
  return { first: address - address % size, size };
}

export function isWithin(address: number, { first, size }: Subnet): boolean {
  return address >= first && address < first + size;
}

/** The last address, which is everybody's. */
export function lastOf({ first, size }: Subnet): number {
  return first + size - 1;
}

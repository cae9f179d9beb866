// Published ports in short and long syntax: which address, which host ports, which container ports, which protocol.
// Short syntax is split as compose-go does it (types.ParsePortConfig over docker/go-connections).

import { get, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Located, type Text } from '#core/yaml/span.ts';

/** Ports from first to last, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** One entry of `ports`. What cannot be read or depends on an unknown variable is undefined. */
export interface Port {
  /** The whole entry. */
  readonly at: Located<unknown>;
  /** The host address as written; without one the engine listens on all. */
  readonly address: Text | undefined;
  /** The host ports as written; without them the engine chooses. */
  readonly publishedText: Text | undefined;
  readonly published: PortRange | undefined;
  readonly targetText: Text | undefined;
  readonly target: PortRange | undefined;
  /** `tcp` where nothing is said. */
  readonly protocol: string;
}

/** Reads one entry of `ports`. */
export function readPort(node: YamlNode): Port | undefined {
  const at: Located<unknown> = { value: node, file: node.file, span: node.alias ?? node.span };
  if (node.kind === 'mapping') {
    const publishedText = textOf(get(node, 'published'));
    const targetText = textOf(get(node, 'target'));
    return {
      at, publishedText, targetText,
      address: textOf(get(node, 'host_ip')),
      published: publishedText && readRange(publishedText),
      target: targetText && readRange(targetText),
      protocol: textOf(get(node, 'protocol'))?.value.toLowerCase() ?? 'tcp',
    };
  }
  const text = textOf(node);
  return text === undefined ? undefined : { at, ...readShort(text) };
}

/** Where the parts of a short port end, and its protocol. */
function splitShort(short: string): { readonly first: number; readonly last: number; readonly end: number; readonly protocol: string } {
  const slash = short.lastIndexOf('/');
  const end = slash === -1 ? short.length : slash;
  const last = short.lastIndexOf(':', end - 1);
  return { first: last <= 0 ? -1 : short.lastIndexOf(':', last - 1), last, end, protocol: slash === -1 ? 'tcp' : short.slice(slash + 1).toLowerCase() || 'tcp' };
}

/** What tells a published port from another: address, host ports, container ports and protocol. To ask this costs less than to read the port. */
export function portIdentity(node: YamlNode): string | undefined {
  if (node.kind === 'scalar') {
    if (node.value === null) return undefined;
    const short = node.content;
    const { first, last, end, protocol } = splitShort(short);
    const address = first > 0 ? bare(short.slice(0, first)) : '0.0.0.0';
    return `${address}:${last === -1 ? '' : short.slice(first + 1, last)}:${short.slice(last + 1, end)}/${protocol}`;
  }
  const port = readPort(node);
  return port && `${port.address?.value ?? '0.0.0.0'}:${port.publishedText?.value ?? ''}:${port.targetText?.value ?? ''}/${port.protocol}`;
}

function readShort(text: Text): Omit<Port, 'at'> {
  const { first, last, end, protocol } = splitShort(text.value);
  const targetText = part(text, last + 1, end);
  const target = readRange(targetText);
  if (last === -1) return { address: undefined, publishedText: undefined, published: undefined, targetText, target, protocol };
  const publishedText = first + 1 === last ? undefined : part(text, first + 1, last);
  return {
    address: first > 0 ? unbracketed(part(text, 0, first)) : undefined,
    publishedText, published: publishedText && readRange(publishedText), targetText, target, protocol,
  };
}

function unbracketed(text: Text): Text {
  return bare(text.value) === text.value ? text : part(text, 1, text.value.length - 1);
}

function bare(address: string): string {
  return address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
}

function readRange(text: Text): PortRange | undefined {
  if (text.unresolved.length > 0) return undefined;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.value.trim());
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= 65535 ? { first, last } : undefined;
}

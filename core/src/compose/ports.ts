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

function readShort(text: Text): Omit<Port, 'at'> {
  const slash = text.value.lastIndexOf('/');
  const protocol = slash === -1 ? 'tcp' : text.value.slice(slash + 1).toLowerCase() || 'tcp';
  const end = slash === -1 ? text.value.length : slash;
  const last = text.value.lastIndexOf(':', end - 1);
  const targetText = part(text, last + 1, end);
  const target = readRange(targetText);
  if (last === -1) return { address: undefined, publishedText: undefined, published: undefined, targetText, target, protocol };
  const first = last === 0 ? -1 : text.value.lastIndexOf(':', last - 1);
  const publishedText = first + 1 === last ? undefined : part(text, first + 1, last);
  return {
    address: first > 0 ? unbracketed(part(text, 0, first)) : undefined,
    publishedText, published: publishedText && readRange(publishedText), targetText, target, protocol,
  };
}

function unbracketed(text: Text): Text {
  return text.value.startsWith('[') && text.value.endsWith(']') ? part(text, 1, text.value.length - 1) : text;
}

function readRange(text: Text): PortRange | undefined {
  if (text.unresolved.length > 0) return undefined;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.value.trim());
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= 65535 ? { first, last } : undefined;
}

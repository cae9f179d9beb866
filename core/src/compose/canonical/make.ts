// Nodes that Compose adds or rewrites, at the place of what they stand for. The rest of a tree stays what it was.

import { Scalar, type Entry, type Mapping, type ScalarValue, type Sequence, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** A value that nobody wrote, at the place that asked for it. */
export function scalarAt(at: YamlNode, value: ScalarValue): Scalar {
  return Scalar.made(at.file, at.span, value, at.alias);
}

/** A string that is a part of what somebody wrote. */
export function scalarOf(at: Scalar, text: Text): Scalar {
  return at.with({ value: text.value, text });
}

/** The same scalar with another string in it. */
export function rewritten(at: Scalar, value: string): Scalar {
  return at.with({ value, text: { ...at.text, value, pieces: undefined } });
}

/** A mapping at the place of another node; what is undefined is left out. */
export function mappingAt(at: YamlNode, values: Readonly<Record<string, YamlNode | undefined>>): Mapping {
  const entries = Object.entries(values).flatMap(([name, value]): Entry[] => (value === undefined ? [] : [entryAt(at, name, value)]));
  return { kind: 'mapping', file: at.file, span: at.span, tag: undefined, alias: at.alias, entries, flow: true };
}

export function entryAt(at: YamlNode, name: string, value: YamlNode): Entry {
  return { key: scalarAt(at, name), value, merged: undefined };
}

export function sequenceAt(at: YamlNode, items: readonly YamlNode[]): Sequence {
  return { kind: 'sequence', file: at.file, span: at.span, tag: undefined, alias: at.alias, items, flow: true };
}

/** A mapping with one entry more, or another value for the one that is there. */
export function withEntry(node: Mapping, name: string, value: YamlNode): Mapping {
  const known = node.entries.some(({ key }) => key.content === name);
  return { ...node, entries: known ? node.entries.map((each) => (each.key.content === name ? { ...each, value } : each)) : [...node.entries, entryAt(node, name, value)] };
}

/** A mapping with an entry more if it has none of that name. */
export function withDefault(node: Mapping, name: string, value: () => YamlNode): Mapping {
  return node.entries.some(({ key }) => key.content === name) ? node : withEntry(node, name, value());
}

export type Change = (value: YamlNode) => YamlNode;

/** Each value of a mapping changed; anything else stays. */
export function inValues(node: YamlNode, change: (value: YamlNode, name: string) => YamlNode): YamlNode {
  return node.kind === 'mapping' ? { ...node, entries: node.entries.map((each) => ({ ...each, value: change(each.value, each.key.content) })) } : node;
}

/** Each item of a list changed; anything else stays. */
export function inItems(node: YamlNode, change: Change): YamlNode {
  return node.kind === 'sequence' ? { ...node, items: node.items.map(change) } : node;
}

/** The values of some keys changed, where they are; anything but a mapping stays. */
export function inEntries(node: YamlNode, changes: Readonly<Record<string, Change>>): YamlNode {
  return inValues(node, (value, name) => (Object.hasOwn(changes, name) ? changes[name]?.(value) ?? value : value));
}

export function isNull(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

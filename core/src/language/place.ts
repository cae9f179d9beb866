// From an offset of a file to the place in its tree: what hover, definition, rename and their like begin with. It knows
// one file as it is written; what it says together with others is the project's matter.

import type { Entry, Scalar, YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { touches, type Span } from '#core/yaml/span.ts';

/** What stands at an offset. */
export interface Place {
  /** Keys and indices from the root: `['services', 'web', 'ports', '0']`. On a `<<`, that of the mapping which it adds to. */
  readonly path: readonly string[];
  /** `between`: on no word, but within a list or mapping. */
  readonly on: 'key' | 'value' | 'alias' | 'merge' | 'between';
  /** What the path leads to: on a key, the value behind it; on an alias, what it stands for. */
  readonly node: YamlNode;
  /** The last step of the path, where it is a key. */
  readonly key: Scalar | undefined;
  /** From the root to `node`, both included. */
  readonly nodes: readonly YamlNode[];
  /** Where the key, value, alias or `<<` stands; the list or mapping for a place between. */
  readonly span: Span;
}

/** What stands at an offset of a file. Undefined where there is nothing but blanks and comments, or the text is too broken. */
export function placeAt(file: YamlFile, offset: number): Place | undefined {
  for (const document of file.documents) {
    const place = document && at(document, offset, { path: [], nodes: [], key: undefined });
    if (place !== undefined) return place;
  }
  return undefined;
}

/** What an own key or item of a tree leads to, by its way from the root; what `<<` brings in counts as own. */
export function nodeAt(root: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  return entryOrItem(root, path)?.value;
}

/** The same with the key that leads there, where it is a key. */
export function entryOrItem(root: YamlNode | undefined, path: readonly string[]): { readonly key: Scalar | undefined; readonly value: YamlNode } | undefined {
  let found: { readonly key: Scalar | undefined; readonly value: YamlNode } | undefined = root && { key: undefined, value: root };
  for (const step of path) {
    const node = found?.value;
    if (node === undefined) return undefined;
    if (node.kind === 'mapping') found = node.entries.find(({ key }) => key.content === step);
    else if (node.kind === 'sequence' && node.items[Number(step)] !== undefined) found = { key: undefined, value: node.items[Number(step)] as YamlNode };
    else return undefined;
  }
  return found;
}

type Way = Pick<Place, 'path' | 'nodes' | 'key'>;

function at(node: YamlNode, offset: number, way: Way): Place | undefined {
  const here: Way = { ...way, nodes: [...way.nodes, node] };
  if (node.alias !== undefined) return touches(node.alias, offset) ? { ...here, on: 'alias', node, span: node.alias } : undefined;
  if (node.kind === 'scalar') return node.style !== 'empty' && touches(node.span, offset) ? { ...here, on: 'value', node, span: node.span } : undefined;
  const inside = node.kind === 'mapping' ? inMapping(node.entries, node, offset, here) : inItems(node.items, offset, here);
  return inside ?? (touches(node.span, offset) ? { ...here, on: 'between', node, span: node.span } : undefined);
}

function inMapping(entries: readonly Entry[], node: YamlNode, offset: number, way: Way): Place | undefined {
  for (const { key, value, merged } of entries) {
    if (merged !== undefined) {
      // What it brings in stands at the anchor.
      if (touches(merged, offset)) return { ...way, on: 'merge', node, span: merged };
      continue;
    }
    const next = { path: [...way.path, key.content], key, nodes: way.nodes };
    if (key.alias === undefined && touches(key.span, offset)) return { ...next, nodes: [...way.nodes, value], on: 'key', node: value, span: key.span };
    if (!mayHold(value, offset)) continue;
    const found = at(value, offset, next);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inItems(items: readonly YamlNode[], offset: number, way: Way): Place | undefined {
  for (const [index, item] of items.entries()) {
    if (!mayHold(item, offset)) continue;
    const found = at(item, offset, { path: [...way.path, String(index)], key: undefined, nodes: way.nodes });
    if (found !== undefined) return found;
  }
  return undefined;
}

function mayHold(node: YamlNode, offset: number): boolean {
  return touches(node.alias ?? node.span, offset);
}

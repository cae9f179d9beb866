// Trees of the YAML reader as plain data: for comparing two trees in every detail, and for comparing what they say
// with another reader.

import { Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { settled, type Span, type Text } from '#core/yaml/span.ts';

/** A file's trees and problems in every detail, and nothing of how they came about. */
export function everything(file: YamlFile): unknown {
  return { file: file.file, text: file.text, documents: file.documents.map((document) => document && details(document)), problems: file.problems };
}

/** A node in every detail. */
export function details(node: YamlNode): unknown {
  const { kind, file, tag } = node;
  const [span, alias] = [settled(node.span), node.alias && settled(node.alias)];
  if (node instanceof Scalar) return { kind, file, span, tag, alias, value: node.value, style: node.style, content: node.content, text: settledText(node.text) };
  if (node.kind === 'sequence') return { kind, file, span, tag, alias, flow: node.flow, items: node.items.map(details) };
  return { kind, file, span, tag, alias, flow: node.flow, entries: node.entries.map(({ key, value, merged }) => ({ key: details(key), value: details(value), merged: merged && settled(merged) })) };
}

/** What a tree says, without places. Keys are their text. */
export function meaning(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  if (node instanceof Scalar) return node.value;
  if (node.kind === 'sequence') return node.items.map(meaning);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.content, meaning(value)]));
}

/** The text that a node covers in its file, as it is written there. */
export function written(file: YamlFile, node: YamlNode | undefined): string | undefined {
  return node && file.text.slice(node.span[0], node.span[1]);
}

/** Where a node stands, in numbers. */
export function spanOf(node: YamlNode | undefined): Span | undefined {
  return node && settled(node.span);
}

/** A text with every place in numbers. */
export function settledText(text: Text): Text {
  return { ...text, span: settled(text.span), pieces: text.pieces?.map((piece) => ({ ...piece, span: settled(piece.span) })) };
}

// The anchors and aliases of a text, which the tree no longer holds: there an alias is what it stands for. What looks
// like one is one where neither a scalar nor a comment holds it.

import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** `&name` or `*name`. */
export interface AnchorMark {
  readonly name: string;
  /** Where the name stands, without its sign. */
  readonly span: Span;
  /** Where its anchor's name stands: its own place for an anchor, undefined for an alias of nothing. */
  readonly anchor: Span | undefined;
}

/** Every anchor and alias in the order of the text; an alias belongs to the last anchor of its name before it. */
export function anchorMarks({ text, documents }: Pick<YamlFile, 'text' | 'documents'>): readonly AnchorMark[] {
  // Of a file that goes over a limit nothing is kept.
  if (documents.every((document) => document === undefined)) return [];
  const candidates = [...text.matchAll(/(?<![^\s,[{])[&*]([^\s,[\]{}]+)/g)];
  if (candidates.length === 0) return [];
  const scalars = documents.flatMap((document) => (document === undefined ? [] : scalarsIn(document)));
  const anchors = new Map<string, Span>();
  let next = 0;
  let before = 0;
  let commentEnd = 0;
  return candidates.flatMap(({ index, 0: mark, 1: name = '' }): readonly AnchorMark[] => {
    while ((scalars[next]?.[1] ?? Infinity) <= index) next += 1;
    if ((scalars[next]?.[0] ?? Infinity) <= index || index < commentEnd) return [];
    const from = Math.max(before, scalars[next - 1]?.[1] ?? 0);
    before = index + mark.length;
    if (isCommented(text.slice(from, index), from === 0)) {
      commentEnd = (text.indexOf('\n', index) + 1 || text.length + 1) - 1;
      return [];
    }
    const span: Span = [index + 1, index + mark.length];
    if (mark.startsWith('&')) anchors.set(name, span);
    return [{ name, span, anchor: anchors.get(name) }];
  });
}

/** Whether a comment is open at the end of what stands between two words. */
function isCommented(between: string, isStart: boolean): boolean {
  const line = between.slice(between.lastIndexOf('\n') + 1);
  return /\s#/.test(line) || (line.startsWith('#') && (isStart || line.length < between.length));
}

/** The places of the scalars that are written in a tree, in their order; what an alias brings in is written elsewhere. */
function scalarsIn(root: YamlNode): readonly Span[] {
  const spans: Span[] = [];
  const visit = (node: YamlNode): void => {
    if (node.alias !== undefined) return;
    if (node.kind === 'scalar') {
      const { span } = node;
      if (node.style !== 'empty') spans.push([span[0], span[1]]);
    } else if (node.kind === 'sequence') node.items.forEach(visit);
    else for (const { key, value, merged } of node.entries) {
      if (merged !== undefined) continue;
      visit(key);
      visit(value);
    }
  };
  visit(root);
  return spans;
}

// Lists of names that become mappings: part of what `patch.ts` can do.

import type { Scalar, Sequence, YamlNode } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

/** A replacement of text. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** What the shape of a text says to whoever edits it. */
export interface Layout {
  readonly text: string;
  /** How many columns it indents by. */
  readonly step: number;
  /** The column of an offset. */
  column(at: number): number;
  /** Where the dash of an item stands. */
  dash(item: YamlNode): number;
  /** The end of the line on which a node's content ends. */
  lineEnd(node: YamlNode): number;
}

/** A list of names as a mapping, each name with one entry. `parent` is the key that holds the list. */
export function keyed(list: Sequence, parent: Scalar, key: string, valueOf: (name: string) => string, layout: Layout): readonly Replacement[] | undefined {
  const names = list.items.flatMap((item) => (item.kind === 'scalar' && item.alias === undefined && item.style !== 'block' && item.value !== null ? [item] : []));
  if (names.length !== list.items.length || list.alias !== undefined) return undefined;
  if (list.flow) {
    const [start, end] = list.span;
    let inner = '';
    let from = start + 1;
    for (const { span, content } of names) {
      inner += `${layout.text.slice(from, span[1])}: { ${key}: ${valueOf(content)} }`;
      from = span[1];
    }
    inner += layout.text.slice(from, end - 1);
    return [{ span: list.span, text: `{${/^\s/.test(inner) ? '' : ' '}${inner}${/\s$/.test(inner) ? '' : ' '}}` }];
  }
  return names.flatMap((name) => {
    const dash = layout.dash(name);
    // A list may stand as far left as the key that holds it, a mapping may not.
    const more = layout.column(dash) > layout.column(parent.span[0]) ? 0 : layout.step;
    const lineEnd = layout.lineEnd(name);
    return [
      { span: [dash, name.span[0]], text: ' '.repeat(more) },
      { span: [name.span[1], lineEnd], text: `:${layout.text.slice(name.span[1], lineEnd)}${newline(layout)}${' '.repeat(layout.column(dash) + more + layout.step)}${key}: ${valueOf(name.content)}` },
    ] satisfies readonly Replacement[];
  });
}

function newline({ text }: Layout): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

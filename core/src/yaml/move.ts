// A tree at another place of its file: text was added or removed before it, and nothing in it changed.

import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlProblem } from '#core/yaml/problem.ts';
import type { Span } from '#core/yaml/span.ts';

/** The tree with every offset moved. What an alias or a merge key brought in stays where its anchor is. */
export function moved(node: YamlNode, by: number): YamlNode {
  if (node.alias !== undefined) {
    const alias = movedSpan(node.alias, by);
    if (node.kind !== 'scalar') return { ...node, alias };
    // An alias without an anchor stands for itself.
    return (node.span[0] === node.alias[0] ? node.moved(by) : node).with({ alias });
  }
  switch (node.kind) {
    case 'scalar': return node.moved(by);
    case 'sequence': return { ...node, span: movedSpan(node.span, by), items: node.items.map((item) => moved(item, by)) };
    case 'mapping': return {
      ...node,
      span: movedSpan(node.span, by),
      entries: node.entries.map((entry) => entry.merged === undefined
        ? { key: entry.key.moved(by), value: moved(entry.value, by), merged: undefined }
        : { ...entry, merged: movedSpan(entry.merged, by) }),
    };
  }
}

/** A problem at its new place. */
export function movedProblem(problem: YamlProblem, by: number): YamlProblem {
  return {
    ...problem,
    span: movedSpan(problem.span, by),
    ...(problem.mend === undefined ? {} : { mend: { ...problem.mend, span: movedSpan(problem.mend.span, by) } }),
    ...(problem.related === undefined ? {} : { related: { ...problem.related, span: movedSpan(problem.related.span, by) } }),
  };
}

function movedSpan(span: Span, by: number): Span {
  return [span[0] + by, span[1] + by];
}

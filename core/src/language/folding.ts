// What can be folded: values over several lines, runs of comments, and regions that comments mark.

import type { Scalar, YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** A run of whole lines: the span begins in its first and ends in its last. */
export interface Fold {
  readonly span: Span;
  readonly kind: 'value' | 'comment' | 'region';
}

/** The folds of a file. */
export function foldsOf(file: YamlFile): readonly Fold[] {
  const folds: Fold[] = [];
  const blocks: Span[] = [];
  const add = (from: number, node: YamlNode): void => {
    const end = from + file.text.slice(from, node.span[1]).trimEnd().length;
    // The line of a closing bracket stays.
    const last = node.kind !== 'scalar' && node.flow ? file.text.lastIndexOf('\n', end - 1) - 1 : end;
    if (file.text.slice(from, Math.max(from, last)).includes('\n')) folds.push({ span: [from, last], kind: 'value' });
  };
  const visit = (node: YamlNode): void => {
    if (node.kind === 'scalar') {
      if (node.style === 'block') blocks.push(writtenAt(node));
      return;
    }
    for (const { from, value } of childrenOf(node)) {
      if (value.alias !== undefined) continue;
      add(from, value);
      visit(value);
    }
  };
  for (const document of file.documents) if (document !== undefined) visit(document);
  return [...folds, ...commentFolds(file.text, blocks)].toSorted((a, b) => a.span[0] - b.span[0]);
}

function childrenOf(node: Exclude<YamlNode, Scalar>): readonly { readonly from: number; readonly value: YamlNode }[] {
  if (node.kind === 'sequence') return node.items.map((value) => ({ from: (value.alias ?? value.span)[0], value }));
  return node.entries.filter(({ merged }) => merged === undefined).map(({ key, value }) => ({ from: key.span[0], value }));
}

function writtenAt({ span }: Scalar): Span {
  return [span[0], span[1]];
}

/** Comments of two lines and more that follow each other, and what stands between `#region` and `#endregion`. */
function commentFolds(text: string, blocks: readonly Span[]): readonly Fold[] {
  const folds: Fold[] = [];
  const open: number[] = [];
  let run: Span | undefined;
  const finish = (): void => {
    if (run !== undefined && text.slice(...run).includes('\n')) folds.push({ span: run, kind: 'comment' });
    run = undefined;
  };
  let block = 0;
  for (const { index, 0: line } of text.matchAll(/[^\n]+/g)) {
    while ((blocks[block]?.[1] ?? Infinity) <= index) block += 1;
    const start = index + line.search(/\S/);
    const isComment = text.charAt(start) === '#' && !(start >= index && start >= (blocks[block]?.[0] ?? Infinity));
    const follows = run !== undefined && /^\r?\n$/.test(text.slice(run[1], index));
    if (!isComment) {
      finish();
      continue;
    }
    const end = index + line.trimEnd().length;
    const [, mark] = /^#\s*(region|endregion)\b/.exec(text.slice(start, end)) ?? [];
    if (mark !== undefined) {
      finish();
      const from = mark === 'endregion' ? open.pop() : undefined;
      if (mark === 'region') open.push(start);
      else if (from !== undefined) folds.push({ span: [from, end], kind: 'region' });
      continue;
    }
    if (!follows) finish();
    run = [run?.[0] ?? start, end];
  }
  finish();
  return folds;
}

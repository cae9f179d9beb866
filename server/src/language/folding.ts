// `textDocument/foldingRange`.

import { FoldingRangeKind, type Connection, type FoldingRange } from 'vscode-languageserver/node';
import { foldsOf } from '#core/language/folding.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for folding, in whole lines. */
export function serveFolding(connection: Connection, requests: NameRequests): void {
  connection.onFoldingRanges(async ({ textDocument }) => {
    const file = await requests.yaml(textDocument.uri);
    if (file === undefined) return null;
    const text = requests.linedText(file.file, file.text);
    return foldsOf(file).map(({ span, kind }): FoldingRange => ({
      startLine: text.positionAt(span[0]).line, endLine: text.positionAt(span[1]).line,
      ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : kind === 'region' ? { kind: FoldingRangeKind.Region } : {}),
    }));
  });
}

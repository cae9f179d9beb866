// `textDocument/documentHighlight`.

import { DocumentHighlightKind, type Connection } from 'vscode-languageserver/node';
import { highlightsOf } from '#core/language/highlights.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for highlights; without an answer the editor marks equal words by itself. */
export function serveHighlights(connection: Connection, requests: NameRequests): void {
  connection.onDocumentHighlight(async (params) => {
    const found = await requests.at(params);
    if (found === undefined) return null;
    return highlightsOf(found.names, found.mention).map(({ span, role }) => ({
      range: rangeOf(span, found.text), kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  });
}

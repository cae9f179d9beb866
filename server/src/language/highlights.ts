// `textDocument/documentHighlight`.

import { DocumentHighlightKind, type Connection } from 'vscode-languageserver/node';
import { referencesAt } from '#core/language/references.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for highlights; without an answer the editor marks equal words by itself. */
export function serveHighlights(connection: Connection, requests: NameRequests): void {
  connection.onDocumentHighlight(async (params) => {
    const around = await requests.around(params);
    if (around === undefined) return null;
    const found = await referencesAt(around.names, around.path, around.offset, requests.files);
    return found === undefined ? null : found.filter(({ file }) => file === around.path).map(({ span, role }) => ({
      range: rangeOf(span, around.text), kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  });
}

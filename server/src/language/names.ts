// Everything about names that the server answers, wired to a connection.

import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import { serveDefinition } from './definition.ts';
import { serveFolding } from './folding.ts';
import { serveHighlights } from './highlights.ts';
import type { NameRequests } from './name-requests.ts';
import { serveReferences } from './references.ts';
import { serveRename } from './rename.ts';
import { serveSelectionRanges } from './selection-ranges.ts';
import { serveSemanticTokens, tokensLegend } from './semantic-tokens.ts';
import { serveSymbols } from './symbols.ts';

/** What the server says that it can. */
export const nameCapabilities: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: tokensLegend, full: true, range: true },
};

/** Answers all of these requests for a client that has said what it can. */
export function serveNames(connection: Connection, requests: NameRequests, { textDocument, workspace }: ClientCapabilities): void {
  serveDefinition(connection, requests, textDocument?.definition?.linkSupport === true);
  serveReferences(connection, requests);
  serveHighlights(connection, requests);
  serveRename(connection, requests, workspace?.workspaceEdit?.changeAnnotationSupport !== undefined);
  serveSymbols(connection, requests);
  serveFolding(connection, requests);
  serveSelectionRanges(connection, requests);
  serveSemanticTokens(connection, requests);
}

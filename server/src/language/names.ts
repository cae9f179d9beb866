// Everything about names that the server answers, wired to a connection.

import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import { suited } from '../edits.ts';
import { serveDefinition } from './definition.ts';
import { serveFolding } from './folding.ts';
import { serveHighlights } from './highlights.ts';
import type { NameRequests } from './name-requests.ts';
import { serveReferences } from './references.ts';
import { serveRename } from './rename.ts';
import { serveSelectionRanges } from './selection-ranges.ts';
import { serveSemanticTokens, tokensLegend } from './semantic-tokens.ts';
import { serveSymbols } from './symbols.ts';

/** What the server says that it can, to a client that has said the same. */
export function nameCapabilities({ textDocument }: ClientCapabilities): ServerCapabilities {
  return { ...always, renameProvider: textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true };
}

const always: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: tokensLegend, full: true, range: true },
};

/** Answers all of these requests for a client that has said what it can. */
export function serveNames(connection: Connection, requests: NameRequests, capabilities: ClientCapabilities): void {
  const { textDocument, workspace } = capabilities;
  serveDefinition(connection, requests, textDocument?.definition?.linkSupport === true);
  serveReferences(connection, requests);
  serveHighlights(connection, requests);
  serveRename(connection, requests, workspace?.workspaceEdit?.changeAnnotationSupport !== undefined, suited(capabilities));
  serveSymbols(connection, requests, textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true);
  serveFolding(connection, requests);
  serveSelectionRanges(connection, requests);
  serveSemanticTokens(connection, requests);
}

// `textDocument/formatting` and `textDocument/rangeFormatting`. Where the client takes registrations, it is told of them for
// compose files alone, and only while no neighbour formats: an editor asks a person to choose between two.

import {
  BulkRegistration, DocumentFormattingRequest, DocumentRangeFormattingRequest, type BulkUnregistration, type ClientCapabilities, type Connection, type ServerCapabilities,
  type TextDocumentIdentifier, type TextEdit,
} from 'vscode-languageserver/node';
import type { LineRange } from '#core/language/format/lay-out.ts';
import { formatEdits } from '#core/language/format/format.ts';
import { isYamlPath } from '#core/language/names.ts';
import { pathOf, rangeOf } from '../convert.ts';
import type { Neighbours } from '../neighbours.ts';
import { composeLanguages, isRead } from './compose-document.ts';
import type { NameRequests } from './name-requests.ts';

function isRegistered({ textDocument }: ClientCapabilities): boolean {
  return textDocument?.formatting?.dynamicRegistration === true && textDocument.rangeFormatting?.dynamicRegistration === true;
}

/** What the server says that it can, to a client that takes no registrations. */
export function formattingCapabilities(capabilities: ClientCapabilities): ServerCapabilities {
  return isRegistered(capabilities) ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true };
}

export interface Formatting {
  /** The client is ready, or a neighbour came or went. */
  announce(): Promise<void>;
}

/** Answers with the edits of a whole file or of some lines. */
export function serveFormatting(connection: Connection, requests: NameRequests, neighbours: Neighbours, capabilities: ClientCapabilities): Formatting {
  connection.onDocumentFormatting(({ textDocument }) => edits(textDocument));
  connection.onDocumentRangeFormatting(({ textDocument, range: { start, end } }) => edits(textDocument, [start.line, end.character === 0 && end.line > start.line ? end.line - 1 : end.line]));

  async function edits({ uri }: TextDocumentIdentifier, lines?: LineRange): Promise<TextEdit[] | null> {
    const path = pathOf(uri);
    const document = path === undefined ? undefined : requests.documents.get(path);
    if (path === undefined || document === undefined || !isYamlPath(path) || !isRead(document.languageId, path, requests.workspace.environmentsOf(path)) || neighbours.formats()) return null;
    const file = await requests.yaml(uri);
    if (file === undefined || file.text !== document.getText()) return null;
    return formatEdits(file, lines).map(({ span, text }) => ({ range: rangeOf(span, document), newText: text }));
  }

  let registered: BulkUnregistration | undefined;
  let told = Promise.resolve();
  async function tell(): Promise<void> {
    if (neighbours.formats() === (registered === undefined)) return;
    if (registered !== undefined) {
      registered.dispose();
      registered = undefined;
      return;
    }
    const both = BulkRegistration.create();
    const documentSelector = composeLanguages.map((language) => ({ scheme: 'file', language }));
    both.add(DocumentFormattingRequest.type, { documentSelector });
    both.add(DocumentRangeFormattingRequest.type, { documentSelector });
    registered = await connection.client.register(both);
  }

  return {
    announce: () => {
      if (isRegistered(capabilities)) told = told.then(tell, tell);
      return told;
    },
  };
}

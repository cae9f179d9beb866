// `textDocument/documentLink`.

import type { Connection, DocumentLink } from 'vscode-languageserver/node';
import { linksIn } from '#core/language/links.ts';
import { cancellationOf } from '../cancellation.ts';
import { rangeOf, uriOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';
import { isStill, readingOf } from './reading-requests.ts';

/** Answers for files, folders and images that a person may open. */
export function serveLinks(connection: Connection, requests: NameRequests): void {
  connection.onDocumentLinks(async ({ textDocument }, token): Promise<DocumentLink[]> => {
    const reading = await readingOf(requests, textDocument.uri);
    if (reading === undefined) return [];
    const links = await linksIn(reading.parts, requests.files, cancellationOf(token));
    if (!await isStill(requests, reading)) return [];
    const text = requests.linedText(reading.file.file, reading.file.text);
    return links.map((link) => ({ range: rangeOf(link.span, text), target: link.kind === 'path' ? uriOf(link.target) : link.url }));
  });
}

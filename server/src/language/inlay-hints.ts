// `textDocument/inlayHint`, as far as the person wants hints.

import { InlayHintRequest, type Connection, type InlayHint } from 'vscode-languageserver/node';
import { hintsIn } from '#core/language/inlay-hints.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import { spanOf } from '../convert.ts';
import type { HintSettings } from './hint-settings.ts';
import type { NameRequests } from './name-requests.ts';
import { isStill, readingOf } from './reading-requests.ts';

/** Answers with what counts and cannot be seen. */
export function serveInlayHints(connection: Connection, requests: NameRequests, settings: HintSettings, showsMarkdown: boolean): void {
  connection.onRequest(InlayHintRequest.type, async ({ textDocument, range }): Promise<InlayHint[]> => {
    const kinds = await settings.kinds();
    const reading = await readingOf(requests, textDocument.uri);
    if (reading === undefined || !await isStill(requests, reading)) return [];
    const text = requests.linedText(reading.file.file, reading.file.text);
    return hintsIn(reading.parts, spanOf(range, text), kinds).map(({ offset, label, tooltip }) => ({
      position: text.positionAt(offset), label, paddingLeft: true,
      tooltip: showsMarkdown ? { kind: 'markdown', value: toMarkdown([tooltip]) } : toPlainText([tooltip]),
    }));
  });
}

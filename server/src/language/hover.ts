// `textDocument/hover`, in Markdown where the client shows it.

import type { Connection, Hover } from 'vscode-languageserver/node';
import { hoverAt } from '#core/language/hover/hover.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import { rangeOf } from '../convert.ts';
import type { Neighbours } from '../neighbours.ts';
import type { NameRequests } from './name-requests.ts';
import { isStill, readingOf } from './reading-requests.ts';

/** Answers for what a person points at. */
export function serveHover(connection: Connection, requests: NameRequests, neighbours: Neighbours, showsMarkdown: boolean): void {
  connection.onHover(async ({ textDocument, position }): Promise<Hover | null> => {
    const reading = await readingOf(requests, textDocument.uri);
    if (reading === undefined) return null;
    const { file, projects } = reading;
    const text = requests.linedText(file.file, file.text);
    const isExplained = await neighbours.explains(file.file, async () => file);
    const hover = await hoverAt(file, text.offsetAt(position), projects, requests.parsed, requests.files, requests.workspace.engine, !isExplained);
    if (hover === undefined || !await isStill(requests, reading)) return null;
    const contents = showsMarkdown ? { kind: 'markdown' as const, value: toMarkdown(hover.blocks) } : { kind: 'plaintext' as const, value: toPlainText(hover.blocks) };
    return { contents, range: rangeOf(hover.span, text) };
  });
}

// `textDocument/semanticTokens`: the whole file, or a range of it.

import { SemanticTokensBuilder, type Connection, type Range, type SemanticTokens, type SemanticTokensLegend } from 'vscode-languageserver/node';
import { outlineOf } from '#core/language/compose-mentions.ts';
import { envFileMentions } from '#core/language/env-file-mentions.ts';
import { tokensOf, tokenTypes } from '#core/language/semantic-tokens.ts';
import { isEnvFilePath } from '#core/language/names.ts';
import { pathOf, spanOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** The types of tokens as the client is told of them. */
export const tokensLegend: SemanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [] };

/** Answers for the colours of names in compose files and env files. */
export function serveSemanticTokens(connection: Connection, requests: NameRequests): void {
  const { semanticTokens } = connection.languages;
  semanticTokens.on(({ textDocument }) => tokens(requests, textDocument.uri));
  semanticTokens.onRange(({ textDocument, range }) => tokens(requests, textDocument.uri, range));
}

async function tokens(requests: NameRequests, uri: string, range?: Range): Promise<SemanticTokens> {
  const path = pathOf(uri);
  const builder = new SemanticTokensBuilder();
  if (path === undefined) return builder.build();
  const file = await requests.yaml(uri);
  const source = file?.text ?? (isEnvFilePath(path) ? await requests.files.readText(path) : undefined);
  if (source === undefined) return builder.build();
  const text = requests.linedText(path, source);
  const [from, to] = range === undefined ? [0, source.length] : spanOf(range, text);
  for (const { span, type } of tokensOf(source, file === undefined ? envFileMentions(path, source) : outlineOf(file).mentions)) {
    if (span[1] < from || span[0] > to) continue;
    const { line, character } = text.positionAt(span[0]);
    builder.push(line, character, span[1] - span[0], tokenTypes.indexOf(type), 0);
  }
  return builder.build();
}

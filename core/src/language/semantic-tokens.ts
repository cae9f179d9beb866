// Colours where YAML's own are wrong: to YAML a variable within a text is text, and so is the name of a service.

import type { Mention, NameKind } from '#core/language/mention.ts';
import type { Span } from '#core/yaml/span.ts';

/** The types of tokens, in the protocol's words; a token has the index of its type. */
export const tokenTypes = ['variable', 'class', 'type'] as const;

/** A name of one line. */
export interface Token {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
}

/** Keys keep the colour that they have: only what looks like text gets another. */
const typeOf: Readonly<Partial<Record<NameKind, Token['type']>>> = { variable: 'variable', service: 'class', network: 'type', volume: 'type', secret: 'type', config: 'type', model: 'type' };

/** The tokens of a file's mentions, in their order and without overlaps. */
export function tokensOf(text: string, mentions: readonly Mention[]): readonly Token[] {
  const tokens: Token[] = [];
  for (const { kind, role, bare, name, span } of mentions) {
    const type = typeOf[kind];
    if (type === undefined || role === 'definition' || bare !== undefined || text.slice(...span) !== name) continue;
    if (span[0] >= (tokens.at(-1)?.span[1] ?? 0)) tokens.push({ span, type });
  }
  return tokens;
}

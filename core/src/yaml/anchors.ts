// The anchors and aliases of a text, which the tree no longer holds: there an alias is what it stands for.

import { Lexer } from 'yaml';
import type { Span } from '#core/yaml/span.ts';

/** `&name` or `*name`. */
export interface AnchorMark {
  readonly name: string;
  /** Where the name stands, without its sign. */
  readonly span: Span;
  /** Where its anchor's name stands: its own place for an anchor, undefined for an alias of nothing. */
  readonly anchor: Span | undefined;
}

/** Every anchor and alias in the order of the text; an alias belongs to the last anchor of its name before it. */
export function anchorMarks(text: string): readonly AnchorMark[] {
  if (!/[&*][^\s&*]/.test(text)) return [];
  const marks: AnchorMark[] = [];
  const anchors = new Map<string, Span>();
  let at = 0;
  let isPlain = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer's control characters stand for no text; the last of them announces a scalar.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      isPlain = token === '\u001f';
      continue;
    }
    const sign = token.charAt(0);
    if (!isPlain && token.length > 1 && (sign === '&' || sign === '*')) {
      const name = token.slice(1);
      const span: Span = [at + 1, at + token.length];
      if (sign === '&') anchors.set(name, span);
      marks.push({ name, span, anchor: anchors.get(name) });
    }
    isPlain = false;
    at += token.length;
  }
  return marks;
}

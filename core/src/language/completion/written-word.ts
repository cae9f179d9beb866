// One scalar while it is written: its content, where that stands, and how it is quoted.

import type { Span } from '#core/yaml/span.ts';

export interface Word {
  /** Without quotes. */
  readonly span: Span;
  readonly text: string;
  readonly quote: '' | '"' | '\'';
}

/** The scalar that begins at `start` and the offset behind it; a quote that nothing closes ends at the cursor, or at the end of the line. */
export function quotedWord(text: string, start: number, offset: number, lineEnd: number): Word & { readonly end: number } {
  const quote = text.charAt(start) === '"' ? '"' : '\'';
  for (let at = start + 1; at < lineEnd; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') at += 1;
    else if (character === quote && quote === '\'' && text.charAt(at + 1) === quote) at += 1;
    else if (character === quote) return { span: [start + 1, at], text: text.slice(start + 1, at), quote, end: at + 1 };
  }
  const end = offset > start && offset <= lineEnd ? offset : lineEnd;
  return { span: [start + 1, end], text: text.slice(start + 1, end), quote, end };
}

/** The scalar of a value that begins at `start` and ends with its line; undefined where the offset is behind it or in a comment. */
export function wordAt(text: string, start: number, offset: number, lineEnd: number): Word | undefined {
  const line = text.slice(start, lineEnd);
  const from = start + (/^(?:[&!]\S*\s+)*/.exec(line)?.[0].length ?? 0);
  if (offset < from) return undefined;
  const first = text.charAt(from);
  if (from < lineEnd && (first === '"' || first === '\'')) {
    const word = quotedWord(text, from, offset, lineEnd);
    return offset >= word.span[0] && offset <= word.span[1] ? word : undefined;
  }
  const raw = text.slice(from, lineEnd);
  const comment = raw.startsWith('#') ? 0 : raw.search(/\s#/);
  const end = from + (comment === -1 ? raw : raw.slice(0, comment)).trimEnd().length;
  if (comment !== -1 && offset > from + comment) return undefined;
  if (end === from) return { span: [offset, offset], text: '', quote: '' };
  return offset <= end ? { span: [from, end], text: text.slice(from, end), quote: '' } : undefined;
}

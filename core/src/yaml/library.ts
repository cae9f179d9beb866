// The YAML library at work: text to its nodes, within limits. It takes seconds and gigabytes for a text of some
// megabytes that is full of words, so the words are counted first, which is cheap and ends at the limit.

import { isScalar, Lexer, parseAllDocuments, type Document, type Node as LibraryNode } from 'yaml';
import { documentLimit, OverLimit, tooManyValues, visitLimit } from '#core/yaml/budget.ts';

/** A document as the library reads it. */
export interface ParsedDocument {
  readonly contents: LibraryNode | null;
  readonly errors: Document['errors'];
}

/** Texts up to this length are read at once whatever they hold. */
const harmless = 20_000;

/** Words and signs of which one value can consist: `- ? key : []` has six. */
const tokensOfValue = 6;

/** The documents of a text that stands at `base` in its file. @throws OverLimit */
export function parseDocuments(text: string, base: number): readonly ParsedDocument[] {
  if (text.length > harmless) expectFewWords(text, base);
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.map(({ contents, errors }) => ({ contents: contents as LibraryNode | null, errors: errors.filter((error) => !isLenient(error)) }));
}

/** Counts the words and signs, which is a fraction of the work of reading them. */
function expectFewWords(text: string, base: number): void {
  let tokens = 0;
  let words = 0;
  let documents = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    const first = token.charCodeAt(0);
    // The lexer's control characters: document, flow error, scalar follows. They stand for no text.
    if (first === 0x02) documents += 1;
    if (first === 0x02 || first === 0x18 || first === 0x1f) continue;
    if (!isBlank(first)) tokens += 1;
    if (isWord(first)) words += 1;
    if (documents > documentLimit) throw new OverLimit(`More than ${documentLimit.toLocaleString('en')} documents in one file are not read`, [base + at, base + at + 1]);
    // A value has at most one key, so twice as many words as values are too many in any way that they stand.
    if (words > 2 * visitLimit || tokens > tokensOfValue * visitLimit) throw tooManyValues(base + at);
    at += token.length;
  }
}

function isBlank(code: number): boolean {
  return code <= 32 || code === 35 /* # */ || code === 0xfeff;
}

function isWord(code: number): boolean {
  return !isBlank(code) && code !== 44 /* , */ && code !== 45 /* - */ && code !== 58 /* : */ && code !== 63 /* ? */ && code !== 93 /* ] */ && code !== 125 /* } */;
}

/** What the library finds wrong and Compose's parser does not: a comment right behind a quote or a bracket, `\'` in double quotes. */
function isLenient({ message }: Document['errors'][number]): boolean {
  return message.startsWith('Comments must be separated') || message === 'Invalid escape sequence \\\'';
}

/** What double-quoted text says that escapes single quotes, which the library does not know. */
export function withoutEscapedQuotes(quoted: string): string {
  const [document] = parseDocuments(quoted.replaceAll(/\\([^])/g, (escape, character: string) => (character === '\'' ? character : escape)), 0);
  return isScalar(document?.contents) ? String(document.contents.value) : quoted;
}

// What can be wrong with YAML text, in our own words and at the place where a person would mend it: the parser's
// library names the kind and where it noticed, this file says what was meant. One problem for one break: what the
// library says after the first is mostly its consequence.

import { Lexer, type YAMLParseError } from 'yaml';
import type { FilePath } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** Something wrong with the text of a file. */
export interface YamlProblem {
  readonly code: 'yaml-syntax' | 'duplicate-key';
  readonly message: string;
  readonly file: FilePath;
  readonly span: Span;
  readonly related?: { readonly span: Span; readonly message: string };
  /** The text that mends it, where one is known. */
  readonly mend?: Mend;
  /** True for a text that YAML allows, or that its parsers let through: Compose refuses it all the same. */
  readonly byCompose?: true;
}

/** A replacement of text, with what it does as a command. */
export interface Mend {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

/** Deeper than anything that a person writes, and shallow enough for every walk over a tree. */
export const depthLimit = 200;

/** What is said of text that is nested deeper. */
const noTab = 'YAML allows no tab here: indent with spaces';
export const tooDeep = `More than ${depthLimit} levels of nesting`;

/** A finding within a segment, before it is moved to the segment's place in the file. */
type Finding = Pick<YamlProblem, 'message' | 'span' | 'mend'>;

/** The errors of one document as at most one problem of the file: `base` is the offset of the segment that they were found in. */
export function syntaxProblem(file: FilePath, errors: readonly YAMLParseError[], source: string, base: number): YamlProblem | undefined {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return undefined;
  const { message, span, mend } = explain(errors.find(({ code }) => code === 'TAB_AS_INDENT') ?? first, errors, source);
  return {
    code: 'yaml-syntax', message, file, span: shifted(span, base),
    ...(mend === undefined ? {} : { mend: { ...mend, span: shifted(mend.span, base) } }),
  };
}

/** Anything but what go-yaml's reader lets through; its other half, lone surrogates, cannot be in a file of UTF-8. */
const forbidden = /[^\t\n\r -~\u0085\u00a0-\ufffd]/;

/** The first character of a segment that YAML forbids anywhere, in quotes and comments too: a sign of a file that is no text. */
export function strangeCharacter(file: FilePath, source: string, base: number): YamlProblem | undefined {
  const at = source.search(forbidden);
  if (at === -1) return undefined;
  const name = source.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return { code: 'yaml-syntax', message: `YAML forbids the control character U+${name}: Compose refuses the file`, file, span: [base + at, base + at + 1], byCompose: true };
}

/** A word where `key:` is wanted: the state of a key that is being typed. */
export function missingColon(span: Span, text: string): Finding {
  const glued = /^([\w.-]+):(?=[^\s/])/.exec(text);
  if (glued !== null) {
    const at = span[0] + glued[0].length;
    return { message: 'A space is missing behind ":"', span, mend: { title: 'Insert a space', span: [at, at], text: ' ' } };
  }
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(text)) return { message: 'A merge conflict is left here', span };
  const mend = /^[A-Za-z_][\w.-]*$/.test(text) ? { mend: { title: `Write "${text}:"`, span: [span[1], span[1]] as const, text: ':' } } : {};
  return { message: 'This key has no ":" behind it', span, ...mend };
}

function explain(error: YAMLParseError, all: readonly YAMLParseError[], source: string): Finding {
  const span = visible(source, error);
  const text = source.slice(span[0], span[1]);
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(source.slice(lineStart(source, span[0])))) return { message: 'A merge conflict is left here', span: visible(source, { pos: [lineStart(source, span[0]), source.length] }) };
  const indent = /^[ \t]*/.exec(source.slice(lineStart(source, span[0])))?.[0] ?? '';
  if (indent.includes('\t') && lineStart(source, span[0]) + indent.length === span[0]) {
    const tab = lineStart(source, span[0]) + indent.indexOf('\t');
    return { message: noTab, span: [tab, span[0]] };
  }
  switch (error.code) {
    case 'RESOURCE_EXHAUSTION': return { message: tooDeep, span };
    case 'TAB_AS_INDENT': return { message: noTab, span: [error.pos[0], Math.max(error.pos[1], error.pos[0] + 1)] };
    case 'BAD_INDENT': return explainIndent(error, span, source);
    case 'BAD_DQ_ESCAPE': return { message: 'Unknown escape in double quotes: write \\\\ for a backslash, or use single quotes', span };
    case 'BAD_SCALAR_START': return { message: `A value that begins with ${text.charAt(0)} must be quoted`, span };
    case 'BLOCK_AS_IMPLICIT_KEY': return explainNested(error, all, span, source);
    case 'BLOCK_IN_FLOW': return { message: 'A list or mapping in brackets cannot hold indented lines with "- " or "|"', span };
    case 'MULTILINE_IMPLICIT_KEY': return missingColon(span, text);
    case 'MULTIPLE_ANCHORS': return { message: 'A value can have one anchor only', span };
    case 'MULTIPLE_TAGS': return { message: 'A value can have one tag only', span };
    case 'BAD_ALIAS': return { message: text.startsWith('&') ? 'An anchor needs a name: &name' : 'An alias needs a name: *name', span };
    case 'ALIAS_PROPS': return { message: 'An alias cannot have an anchor or a tag of its own', span };
    case 'BAD_PROP_ORDER': return { message: 'Anchors and tags stand behind ":" or "-", before the value', span };
    case 'MISSING_CHAR': return explainMissing(error, span, source);
    case 'UNEXPECTED_TOKEN': return { message: explainUnexpected(error.message, text), span };
    default: return { message: error.message.replace(/\.$/, ''), span };
  }
}

function explainIndent(error: YAMLParseError, span: Span, source: string): Finding {
  const [, closing] = /end with an? (\S+)/.exec(error.message) ?? [];
  if (closing !== undefined) return unclosed(source, error.pos[0], closing) ?? { message: `The closing ${closing} is missing`, span };
  const before = source.slice(0, lineStart(source, span[0])).trimEnd();
  const above = before.slice(before.lastIndexOf('\n') + 1);
  const isItem = source.startsWith('- ', span[0]);
  if (!isItem && /^\s*- /.test(above) && above.indexOf('-') === span[0] - lineStart(source, span[0])) {
    return { message: 'A key cannot stand among the items of a list', span };
  }
  return { message: 'This line is indented differently from the lines that it belongs to', span };
}

/** A second `: ` on one line; or a line that is indented so far that it continues the value above. */
function explainNested(error: YAMLParseError, all: readonly YAMLParseError[], span: Span, source: string): Finding {
  const item = all.find(({ code, pos }) => code === 'MISSING_CHAR' && source.charAt(pos[0]) === '-');
  if (item !== undefined) return { message: 'A list item cannot stand among the keys of a mapping', span: visible(source, item) };
  const key = all.find(({ code, pos }) => code === 'MULTILINE_IMPLICIT_KEY' && pos[0] === error.pos[0]);
  const lastLine = key === undefined ? -1 : source.lastIndexOf('\n', key.pos[1] - 1);
  if (key !== undefined && lastLine >= key.pos[0]) {
    return { message: 'This line is indented too far: it continues the value above it', span: visible(source, { pos: [lastLine + 1, key.pos[1]] }) };
  }
  const word = /^[^\s:#]*/.exec(source.slice(span[0]))?.[0].length ?? 0;
  return { message: 'A second ": " on one line: quote the value, or put it on a line of its own', span: [span[0], Math.max(span[1], span[0] + word)] };
}

function explainMissing(error: YAMLParseError, span: Span, source: string): Finding {
  const { message } = error;
  const text = source.slice(span[0], span[1]);
  if (message.includes('map keys need to be followed')) return missingColon(span, text);
  const [, quote] = /closing (["'])quote/.exec(message) ?? [];
  if (quote !== undefined) return openQuote(source, quote, error.pos[0]) ?? { message: `The closing ${quote} is missing`, span };
  const [, closing] = /end with an? (\S+)/.exec(message) ?? [];
  if (closing !== undefined) return unclosed(source, error.pos[0], closing) ?? { message: `The closing ${closing} is missing`, span };
  if (source.slice(span[0] - 1, span[0] + 1) === '${') return { message: 'A value with ${…} must be quoted within brackets', span };
  if (message.includes('between flow')) return { message: 'A "," is missing before this item', span };
  return { message: message.replace(/\.$/, ''), span };
}

/** Where a quote was opened that nothing closes: the text that ends here, or one over several lines. */
function openQuote(source: string, quote: string, until: number): Finding | undefined {
  let at = 0;
  for (const token of new Lexer().lex(source)) {
    if (token.startsWith(quote) && (token.includes('\n') || at + token.length >= until)) {
      const line = token.split('\n', 1)[0]?.trimEnd() ?? quote;
      const end = at + line.length;
      return { message: `The closing ${quote} is missing`, span: [at, end], mend: { title: `Close the ${quote}`, span: [end, end], text: quote } };
    }
    // The lexer's control characters (document, flow error, scalar follows) stand for no text.
    if (!['\u0002', '\u0018', '\u001f'].includes(token)) at += token.length;
  }
  return undefined;
}

/** The bracket before `until` that is still open there. */
function unclosed(source: string, until: number, closing: string): Finding | undefined {
  const opening = closing === ']' ? '[' : '{';
  let depth = 0;
  for (let at = until - 1; at >= 0; at -= 1) {
    const character = source.charAt(at);
    if (character === closing) depth += 1;
    else if (character === opening && depth > 0) depth -= 1;
    else if (character === opening) {
      const end = at + source.slice(at, until).trimEnd().replace(/,$/, '').length;
      return { message: `The closing ${closing} is missing`, span: [at, at + 1], mend: { title: `Close the ${opening}`, span: [end, end], text: opening === '{' ? ' }' : closing } };
    }
  }
  return undefined;
}

function explainUnexpected(message: string, text: string): string {
  const [closing = ''] = /^[\]}]/.exec(text) ?? [];
  if (closing !== '') return `This ${closing} closes nothing`;
  return message.includes('at node end') ? 'Text behind a value that has ended: quote the whole value' : 'This cannot stand here';
}

/** At least one character that can be underlined, the first word of an indented line, and never more than one line. */
function visible(source: string, error: { readonly pos: readonly [number, number] }): Span {
  let start = Math.min(error.pos[0], source.length);
  const indent = /^[ \t]*(?=\S)/.exec(source.slice(start, lineEnd(source, start)));
  if (indent !== null && lineStart(source, start) + indent[0].length >= start) start += indent[0].length;
  while (start > 0 && (start === source.length || /\s/.test(source.charAt(start)))) start -= 1;
  const moved = start > error.pos[0] && error.pos[1] <= start;
  const end = moved ? start + (/^[^\s:#]*/.exec(source.slice(start))?.[0].length ?? 1) : Math.min(error.pos[1], lineEnd(source, start));
  const trimmed = source.slice(start, end).trimEnd().length;
  return [start, Math.min(start + Math.max(trimmed, 1), source.length)];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.slice(at).search(/\r?\n/);
  return end === -1 ? text.length : at + end;
}

function shifted(span: Span, by: number): Span {
  return [span[0] + by, span[1] + by];
}

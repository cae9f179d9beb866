// What can be wrong with YAML text, in our own words: the parser's library names the kind, this file says it.

import type { YAMLParseError } from 'yaml';
import type { FilePath } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** Something wrong with the text of a file. */
export interface YamlProblem {
  readonly code: 'yaml-syntax' | 'duplicate-key';
  readonly message: string;
  readonly file: FilePath;
  readonly span: Span;
  readonly related?: { readonly span: Span; readonly message: string };
  /** The text whose removal mends it, where removal does. */
  readonly remove?: Span;
}

/** An error of the library as a problem of the file: `base` is the offset of the segment that it was found in. */
export function syntaxProblem(file: FilePath, error: YAMLParseError, source: string, base: number): YamlProblem {
  const [from, to] = visible(source, error.pos[0], error.pos[1]);
  return { code: 'yaml-syntax', message: say(error), file, span: [base + from, base + to] };
}

/** At least one character that can be underlined, and never more than one line. */
function visible(source: string, from: number, to: number): Span {
  let start = Math.min(from, source.length);
  while (start > 0 && (start === source.length || /\s/.test(source.charAt(start)))) start -= 1;
  const lineEnd = source.slice(start).search(/\r?\n/);
  const limit = lineEnd === -1 ? source.length : start + lineEnd;
  return [start, Math.max(Math.min(to, limit), Math.min(start + 1, source.length))];
}

function say(error: YAMLParseError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT': return 'YAML allows no tab here: indent with spaces';
    case 'BAD_INDENT': return 'This line is indented differently from the lines that it belongs to';
    case 'BAD_DQ_ESCAPE': return 'Unknown escape in double quotes: write \\\\ for a backslash, or use single quotes';
    case 'BAD_SCALAR_START': return 'A value that begins with this character must be quoted';
    case 'BLOCK_AS_IMPLICIT_KEY': return 'A second ": " on one line: quote the value, or put it on a line of its own';
    case 'BLOCK_IN_FLOW': return 'A list or mapping in brackets cannot hold indented lines with "- " or "|"';
    case 'MULTILINE_IMPLICIT_KEY': return 'A key must stand on one line and end with ":"';
    case 'MULTIPLE_ANCHORS': return 'A value can have one anchor only';
    case 'MULTIPLE_TAGS': return 'A value can have one tag only';
    case 'BAD_ALIAS': return 'An alias needs a name: *name';
    case 'ALIAS_PROPS': return 'An alias cannot have an anchor or a tag of its own';
    case 'BAD_PROP_ORDER': return 'Anchors and tags stand behind ":" or "-", before the value';
    case 'MISSING_CHAR': return missing(error.message);
    default: return error.message.replace(/\.$/, '');
  }
}

function missing(message: string): string {
  if (message.includes('map keys need to be followed')) return 'This key has no ":" behind it';
  if (message.includes('"quote')) return 'The closing " is missing';
  if (message.includes('\'quote')) return 'The closing \' is missing';
  const [, expected] = /end with an? (\S+)/.exec(message) ?? [];
  if (expected !== undefined) return `The closing ${expected} is missing`;
  return message.replace(/\.$/, '');
}

// The variables that an env file sets, those that its values take, and the files and profiles that it chooses.

import { readDotenv } from '#core/compose/dotenv.ts';
import { variablesBetween, type Mention } from '#core/language/mention.ts';
import type { FilePath } from '#core/outside.ts';
import { filesNamedIn } from '#core/project/compose-file-variable.ts';
import { folderOf } from '#core/project/path.ts';
import type { Span } from '#core/yaml/span.ts';

/** The mentions of an env file in their order. */
export function envFileMentions(file: FilePath, text: string): readonly Mention[] {
  const named = readDotenv(text).assignments.flatMap(({ name, span, value }): readonly Mention[] => {
    const defined: Mention = { kind: 'variable', name, file, span: [span[0], span[1]], role: 'definition' };
    const [from, to] = value === undefined ? [span[1], span[1]] : valueSpan(text, span[1]);
    const used = variablesBetween(text, from, to).map((each): Mention => ({ kind: 'variable', ...each, file, role: 'use' }));
    const chosen = name !== 'COMPOSE_PROFILES' ? [] : [...text.slice(from, to).matchAll(/[\w.-]+/g)].map(({ 0: profile, index }): Mention => (
      { kind: 'profile', name: profile, file, span: [from + index, from + index + profile.length], role: 'use' }
    ));
    return [defined, ...used, ...chosen];
  });
  // A path of which a variable makes a part stands nowhere as it is.
  const files = filesNamedIn(file, text, folderOf(file)).flatMap(([, { value, span, pieces }]): readonly Mention[] => (pieces === undefined ? [] : [{ kind: 'file', name: value, file, span, role: 'use' }]));
  return files.length === 0 ? named : [...named, ...files].toSorted((a, b) => a.span[0] - b.span[0]);
}

/** The value behind a name, as far as variables count in it: none within single quotes. */
function valueSpan(text: string, nameEnd: number): Span {
  const start = nameEnd + (/^[\t\v\f\r ]*[=:][\t\v\f\r ]*/.exec(text.slice(nameEnd, nameEnd + 500))?.[0].length ?? 0);
  const quote = text.charAt(start);
  if (quote === '\'') return [start, start];
  if (quote === '"') {
    let end = start + 1;
    while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
    return [start + 1, Math.min(end, text.length)];
  }
  const lineEnd = text.indexOf('\n', start);
  const [value = ''] = text.slice(start, lineEnd === -1 ? text.length : lineEnd).split(' #', 1);
  return [start, start + value.length];
}

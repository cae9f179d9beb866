// Codes of rules behind `# composure-ignore`.

import { nothing, type Suggestions } from '#core/language/completion/suggestion.ts';
import { rules } from '#core/rules/index.ts';

/** What may be written at a cursor in a comment. */
export function ignoreSuggestions(text: string, offset: number): Suggestions {
  const line = text.slice(Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 500), offset);
  const match = /(?:^|[ \t])#[ \t]*(?:composure-ignore[ \t]+((?:[\w-]+[ \t,]+)*)([\w-]*)|([a-z-]*))$/.exec(line);
  if (match === null) return nothing;
  const [, before, code, word] = match;
  if (code === undefined) return { replace: [offset - (word?.length ?? 0), offset], all: [{ label: 'composure-ignore', kind: 'key', text: 'composure-ignore ', detail: 'on this line, or on the next one', goesOn: true }] };
  if (before?.includes('--') === true) return nothing;
  const taken = new Set(before?.split(/[ \t,]+/));
  const end = offset + (/^[\w-]*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
  return { replace: [offset - code.length, end], all: rules.filter((rule) => !taken.has(rule.code)).map((rule) => ({ label: rule.code, kind: 'value', text: rule.code, detail: rule.title })) };
}

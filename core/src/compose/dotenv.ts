// The `.env` format as Compose reads it (compose-go, package dotenv).

import type { Variables } from '#core/compose/interpolate.ts';
import type { Span } from '#core/yaml/span.ts';

/** One assignment of an env file. */
export interface Assignment {
  readonly name: string;
  /** Undefined for a bare name, which takes its value from the shell. */
  readonly value: string | undefined;
  readonly span: Span;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z0-9_.\-[\]]+)[ \t]*(?:([=:])[ \t]*(.*))?$/;

/** The assignments of an env file in their order. Lines that Compose would refuse are left out. */
export function readDotenv(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  const known = new Map<string, string>();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    let end = newline === -1 ? text.length : newline;
    const line = text.slice(at, end).replace(/\r$/, '');
    const match = /^[ \t]*(#|$)/.test(line) ? null : assignment.exec(line);
    if (match !== null) {
      const [, name = '', separator, rest = ''] = match;
      const start = at + line.indexOf(name);
      const quote = rest.charAt(0);
      let value: string | undefined;
      if (separator === undefined) value = undefined;
      else if (quote === '"' || quote === '\'') {
        const open = at + line.length - rest.length;
        const close = closingQuote(text, open + 1, quote);
        if (close !== -1) {
          value = quote === '"' ? expand(unescape(text.slice(open + 1, close)), known) : text.slice(open + 1, close);
          const next = text.indexOf('\n', close);
          end = next === -1 ? text.length : next;
        }
      } else value = expand(rest.replace(/(^|[ \t])#.*$/, '').trim(), known);
      found.push({ name, value, span: [start, start + name.length] });
      if (value !== undefined) known.set(name, value);
    }
    at = end + 1;
  }
  return found;
}

/** The values of an env file; the last assignment of a name counts. */
export function dotenvVariables(text: string): Variables {
  const variables = new Map<string, string>();
  for (const { name, value } of readDotenv(text)) if (value !== undefined) variables.set(name, value);
  return variables;
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') at += 1;
    else if (character === quote) return at;
  }
  return -1;
}

function unescape(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (whole, character: string) => {
    switch (character) {
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      case '$': return '$$';
      case '"': case '\\': return character;
      default: return whole;
    }
  });
}

/** Inline references to what stands above, as in `URL=http://${HOST}`. */
function expand(value: string, known: Variables): string {
  return value.replaceAll(/\$(\$|\{([_A-Za-z]\w*)(?:(:?-)([^}]*))?\}|([_A-Za-z]\w*))/g, (_whole, first: string, braced?: string, operator?: string, fallback?: string, named?: string) => {
    if (first === '$') return '$';
    const found = known.get(braced ?? named ?? '');
    if (operator === ':-' ? found === undefined || found === '' : found === undefined) return fallback ?? '';
    return found ?? '';
  });
}

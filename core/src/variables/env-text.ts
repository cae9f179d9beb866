// The text of an env file with other values in it: comments, order, quotes and everything that is not meant stay as they
// are. And the same text as it may be shown.

import { readDotenv, type Assignment } from '#core/compose/dotenv.ts';
import { dotenvValue } from '#core/compose/dotenv-value.ts';
import { mask } from '#core/language/masking.ts';

/** A value to be written, and the comment above it where the variable is new in the file. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly comment: string | undefined;
}

interface Insertion {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** The text with these values. `order` says behind which others a variable goes that is not in it. */
export function withValues(text: string, settings: readonly Setting[], order: readonly string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const present = lastAssignments(text);
  const changes: Insertion[] = [];
  const added: { readonly at: number; readonly lines: string[] }[] = [];
  const placedAt = new Map<string, number>();
  for (const setting of settings.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))) {
    const { name, value } = setting;
    const own = present.get(name);
    if (own !== undefined) {
      const [at, end] = own.written;
      changes.push({ at, end, text: (own.value === undefined ? '=' : '') + dotenvValue(value, text.slice(at, end)) });
      continue;
    }
    const before = order.slice(0, order.indexOf(name)).findLast((each) => present.has(each) || placedAt.has(each));
    const neighbour = before === undefined ? undefined : present.get(before);
    const at = before === undefined ? text.length : placedAt.get(before) ?? (neighbour === undefined ? text.length : behindLine(text, neighbour));
    placedAt.set(name, at);
    const lines = added.find((each) => each.at === at) ?? { at, lines: [] };
    if (lines.lines.length === 0) added.push(lines);
    const comments = setting.comment?.trim().split(/\r?\n/).map((line) => `# ${line}`.trimEnd()) ?? [];
    const isSetOff = comments.length > 0 && (lines.lines.length > 0 || (at > 0 && !/(?:^|\n)\s*$/.test(text.slice(0, at).replace(/\r?\n$/, ''))));
    lines.lines.push(...(isSetOff ? [''] : []), ...comments, `${name}=${dotenvValue(value)}`);
  }
  for (const { at, lines } of added) {
    const isLineEnd = at === 0 || text.charAt(at - 1) === '\n';
    changes.push({ at, end: at, text: (isLineEnd ? '' : newline) + lines.map((line) => line + newline).join('') });
  }
  // The last first, so that what stands before keeps its place.
  return changes.toSorted((a, b) => b.at - a.at).reduce((left, { at, end, text: put }) => left.slice(0, at) + put + left.slice(end), text);
}

/** The text with dots for all values but those of variables that may be shown, and a word at those that are new. */
export function shownEnvText(text: string, isOpen: (name: string) => boolean, isNew: (name: string) => boolean): string {
  const { assignments, problems } = readDotenv(text);
  // What cannot be read may be anything.
  if (problems.length > 0) return text.replaceAll(/^([^\r\n#=]*=).*$/gm, `$1${mask}`).replaceAll(/^[^\r\n=]+$/gm, mask);
  const hidden = assignments.filter(({ name, value }) => value !== undefined && value !== '' && !isOpen(name));
  const masked = hidden.toReversed().reduce((left, { name, written: [from, to] }) => left.slice(0, from) + mask + (isNew(name) ? ' (new)' : '') + left.slice(to), text);
  // A value that somebody has commented out may still be in use elsewhere.
  return masked.replaceAll(/^(\s*#.*?[\w.-]+\s*[=:]\s*)\S.*$/gm, `$1${mask}`);
}

/** By name, the one that counts. */
export function lastAssignments(text: string): ReadonlyMap<string, Assignment> {
  return new Map(readDotenv(text).assignments.map((each) => [each.name, each]));
}

function behindLine(text: string, { written }: Assignment): number {
  const end = text.indexOf('\n', written[1]);
  return end === -1 ? text.length : end + 1;
}

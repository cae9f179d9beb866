// A flow collection while it is written: `{ context: ./web, target: `. It is read from its first bracket to the
// cursor and a little on, whether it is closed or not.

import { quotedWord, type Word } from '#core/language/completion/written-word.ts';

/** One pair of brackets around the cursor. */
export interface Frame {
  readonly kind: '{' | '[';
  /** In a mapping, the key whose value is being read. */
  readonly key: string | undefined;
  /** The keys with their values as written; not the one at the cursor. */
  readonly keys: ReadonlyMap<string, string>;
  readonly items: readonly string[];
}

/** The brackets around an offset, outermost first, and the word there. */
export interface FlowPlace {
  readonly frames: readonly Frame[];
  readonly word: Word;
  /** Whether the word is followed by a colon already. */
  readonly closed: boolean;
}

type OpenFrame = { -readonly [K in keyof Frame]: Frame[K] } & { readonly keys: Map<string, string>; readonly items: string[] };

/** What stands at an offset of a flow collection that begins at `start`; undefined behind its end and in a comment. */
export function flowAt(text: string, start: number, offset: number, end: number): FlowPlace | undefined {
  const frames: OpenFrame[] = [];
  let found: { readonly depth: number; readonly frames: readonly Frame[]; readonly word: Word; readonly closed: boolean } | undefined;
  const meet = (word: Word, closed: boolean): void => {
    // Keys and items go on to be collected: what comes behind the cursor counts as well.
    found ??= { depth: frames.length, frames: frames.map((each) => ({ ...each })), word, closed };
  };
  let at = start;
  while (at < end) {
    const character = text.charAt(at);
    if (found === undefined && at > offset) return undefined;
    if (/\s/.test(character)) {
      if (at === offset && frames.length > 0) meet(nothing(offset), false);
      at += 1;
    } else if (character === '#' && /\s/.test(text.charAt(at - 1))) {
      const lineEnd = lineEndOf(text, at);
      if (offset > at && offset <= lineEnd) return undefined;
      at = lineEnd;
    } else if (character === '[' || character === '{') {
      frames.push({ kind: character, key: undefined, keys: new Map(), items: [] });
      at += 1;
    } else if (character === ']' || character === '}') {
      if (at === offset && found === undefined) meet(nothing(offset), false);
      if (found !== undefined && frames.length <= found.depth) break;
      frames.pop();
      at += 1;
      if (frames.length === 0) break;
    } else if (character === ',') {
      if (at === offset) meet(nothing(offset), false);
      const frame = frames.at(-1);
      if (frame !== undefined) frame.key = undefined;
      at += 1;
    } else {
      at = readWord(text, at, offset, end, frames, meet, () => found !== undefined);
    }
  }
  if (found === undefined && at === offset && frames.length > 0) meet(nothing(offset), false);
  return found;
}

/** Reads a word and what it is for its frame; the offset behind it. */
function readWord(text: string, at: number, offset: number, end: number, frames: readonly OpenFrame[], meet: (word: Word, closed: boolean) => void, isFound: () => boolean): number {
  const quote = text.charAt(at);
  const word = quote === '"' || quote === '\'' ? quotedWord(text, at, offset, lineEndOf(text, at)) : plainWord(text, at, offset, end);
  const behind = word.end;
  const colon = /^\s*:/.exec(text.slice(behind, behind + 20));
  const frame = frames.at(-1);
  const isKey = frame?.kind === '{' && frame.key === undefined;
  const isHere = !isFound() && offset >= word.span[0] && offset <= word.span[1];
  if (isHere) meet(word, isKey && colon !== null);
  if (frame === undefined) return Math.max(behind, at + 1);
  if (isKey) {
    frame.keys.set(word.text, '');
    if (colon === null) return Math.max(behind, at + 1);
    frame.key = word.text;
    return behind + colon[0].length;
  }
  if (!isHere && frame.kind === '[') frame.items.push(word.text);
  if (!isHere && frame.key !== undefined) frame.keys.set(frame.key, word.text);
  return Math.max(behind, at + 1);
}

function plainWord(text: string, start: number, offset: number, end: number): Word & { readonly end: number } {
  let at = start;
  while (at < end) {
    const character = text.charAt(at);
    if (/[,[\]{}\n]/.test(character) && !isVariable(text, at, start)) break;
    if (character === ':' && (at + 1 >= end || /[\s,[\]{}]/.test(text.charAt(at + 1)))) {
      // `[db_data:` is on its way to become `db_data:/path`.
      if (at + 1 !== offset || !/[,\]\n]/.test(text.charAt(at + 1))) break;
    }
    if (character === '#' && /\s/.test(text.charAt(at - 1))) break;
    at += 1;
  }
  const content = text.slice(start, at).trimEnd();
  return { span: [start, start + content.length], text: content, quote: '', end: start + content.length };
}

/** Whether a brace belongs to the `${…}` of a word. */
function isVariable(text: string, at: number, start: number): boolean {
  const character = text.charAt(at);
  if (character === '{') return text.charAt(at - 1) === '$';
  if (character !== '}') return false;
  const before = text.slice(start, at);
  return before.lastIndexOf('${') > before.lastIndexOf('}');
}

function nothing(offset: number): Word {
  return { span: [offset, offset], text: '', quote: '' };
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

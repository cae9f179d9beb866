// Text as a terminal shows it: how many columns it takes, where it may break, and without characters that would
// steer the terminal instead of being shown.

import { stripVTControlCharacters } from 'node:util';

/** The columns that a text takes. */
export function columns(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += columnsOf(character);
  return width;
}

/** Two for East Asian wide characters and pictures, none for marks that join the character before them. */
export function columnsOf(character: string): number {
  if (/^[\u0020-\u007e]$/.test(character)) return 1;
  if (/^(?:\p{Mark}|\p{Cf})$/u.test(character)) return 0;
  return /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])$/u.test(character) ? 2 : 1;
}

/** Padded with spaces up to a number of columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** What a path, a message or a line of a file shows on one line: control and direction characters become visible. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** A text in lines of at most so many columns, broken between words; a longer word stays whole. */
export function wrapped(text: string, width: number): readonly string[] {
  if (columns(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

// A command in one line, as Compose cuts it into words (mattn/go-shellwords, without variables and backticks): what it
// refuses are quotes and brackets that nothing closes.

import type { Fault, Format } from '#core/compose/format/format.ts';

export const shellWords: Format = {
  what: 'a command', example: 'npm start',
  fault(text): Fault | undefined {
    if (!/["'`\\()]/.test(text)) return undefined;
    let quote = '';
    let opened = 0;
    let word = '';
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === '\\' && quote !== '\'') {
        at += 1;
        if (at === text.length) return { message: 'The backslash at the end stands before nothing', from: at - 1, to: at };
        word += text.charAt(at);
      } else if (quote === '' && /[ \t\r\n]/.test(character)) word = '';
      else if (quote === '' && /[;&|<>]/.test(character)) return undefined;
      else if (quote === '' && character === '(') {
        if (!word.endsWith('$')) return { message: `Compose cannot read the ( in this command: quote it, or write the command as a list`, from: at, to: at + 1 };
        [quote, opened, word] = [')', at, `${word}(`];
      } else if (quote === '' && character === ')') [quote, opened] = [')', at];
      else if (quote === '' && (character === '"' || character === '\'' || character === '`')) [quote, opened] = [character, at];
      else if (character === quote) quote = '';
      else word += character;
    }
    return quote === '' ? undefined : { message: `This ${text.charAt(opened)} is not closed: Compose cannot cut the command into words`, from: opened, to: opened + 1 };
  },
};

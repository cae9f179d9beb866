// A command in one line, as Compose cuts it into words (mattn/go-shellwords, without variables and backticks): what it
// refuses are quotes and brackets that nothing closes.

import type { Fault, Format } from '#core/compose/format/format.ts';

export const shellWords: Format = {
  what: 'a command', example: 'npm start',
  fault(text): Fault | undefined {
    if (!/["'`\\()]/.test(text)) return undefined;
    const open: Record<Quote, number> = { '"': -1, '\'': -1, '`': -1, ')': -1 };
    let word = '';
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      const isOpen = open['"'] >= 0 || open['\''] >= 0 || open['`'] >= 0 || open[')'] >= 0;
      if (character === '\\' && open['\''] < 0) {
        at += 1;
        if (at === text.length) return { message: 'The backslash at the end stands before nothing', from: at - 1, to: at };
        word += text.charAt(at);
        continue;
      }
      if (/[ \t\r\n]/.test(character)) {
        word = isOpen ? word + character : '';
        continue;
      }
      if (/[;&|<>]/.test(character) && !isOpen) break;
      if (character === '(' && open['"'] < 0 && open['\''] < 0 && open['`'] < 0) {
        if (open[')'] >= 0 || !word.endsWith('$')) return { message: 'Compose cannot read the ( in this command: quote it, or write the command as a list', from: at, to: at + 1 };
        open[')'] = at;
      } else if (isQuote(character) && opens(character, open)) {
        open[character] = open[character] < 0 ? at : -1;
        if (character === '"' || character === '\'') continue;
      }
      word += character;
    }
    const first = Object.values(open).filter((at) => at >= 0).toSorted((a, b) => a - b)[0];
    return first === undefined ? undefined : { message: `This ${text.charAt(first)} is not closed: Compose cannot cut the command into words`, from: first, to: first + 1 };
  },
};

type Quote = '"' | '\'' | '`' | ')';

function isQuote(character: string): character is Quote {
  return character === '"' || character === '\'' || character === '`' || character === ')';
}

/** Whether a quote counts as one within those that are open: each kind looks at other kinds. */
function opens(quote: Quote, open: Readonly<Record<Quote, number>>): boolean {
  const [double, single, back, dollar] = [open['"'] >= 0, open['\''] >= 0, open['`'] >= 0, open[')'] >= 0];
  switch (quote) {
    case '`': return !single && !double && !dollar;
    case ')': return !single && !double && !back;
    case '"': return !single && !dollar;
    case '\'': return !double && !dollar;
  }
}

// Brackets whose later lines are indented less than YAML asks. Compose's parser does not mind, the library does: with
// the line breaks in brackets made blanks, both read the same, and every offset stays.

/** The text with each bracketed collection on one line, as long as it was; the very text where there is nothing to do. */
export function flattenFlows(text: string): string {
  let flat = '';
  let done = 0;
  let at = 0;
  let lineIndent = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') lineIndent = indentBehind(text, at);
    if (character === '#' && isBlank(text, at - 1)) at = lineEnd(text, at);
    else if ((character === '"' || character === '\'') && isValueStart(text, at)) at = quoteEnd(text, at);
    else if ((character === '|' || character === '>') && isValueStart(text, at) && /^[|>][+\-\d]*[ \t]*(?:#.*)?$/.test(text.slice(at, lineEnd(text, at)).replace(/\r$/, ''))) at = blockEnd(text, at, lineIndent);
    else if ((character === '[' || character === '{') && isValueStart(text, at)) {
      const end = flowEnd(text, at);
      if (end === undefined) return text;
      flat += text.slice(done, at) + onOneLine(text.slice(at, end));
      done = end;
      at = end;
    } else at += 1;
  }
  return done === 0 ? text : flat + text.slice(done);
}

function isBlank(text: string, at: number): boolean {
  return at < 0 || /\s/.test(text.charAt(at));
}

/** Whether a value may begin here: behind `: `, `- `, or at the start of a line. */
function isValueStart(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text.charAt(before) === ' ' || text.charAt(before) === '\t')) before -= 1;
  if (before < 0 || text.charAt(before) === '\n') return true;
  return before < at - 1 && (text.charAt(before) === ':' || text.charAt(before) === '-');
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function indentBehind(text: string, newline: number): number {
  let column = 0;
  while (text.charAt(newline + 1 + column) === ' ') column += 1;
  return column;
}

/** The offset behind a quoted text. */
function quoteEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  for (let each = at + 1; each < text.length; each += 1) {
    const character = text.charAt(each);
    if (character === '\\' && quote === '"') each += 1;
    else if (character === quote && quote === '\'' && text.charAt(each + 1) === '\'') each += 1;
    else if (character === quote) return each + 1;
  }
  return text.length;
}

/** The end of the last line of a block scalar: every line that is indented more than the one where it begins. */
function blockEnd(text: string, at: number, indent: number): number {
  let end = lineEnd(text, at);
  while (end < text.length) {
    const next = lineEnd(text, end + 1);
    if (text.slice(end + 1, next).trim() !== '' && indentBehind(text, end) <= indent) break;
    end = next;
  }
  return end;
}

/** The offset behind the bracket that closes the one here; undefined where none does. */
function flowEnd(text: string, at: number): number | undefined {
  const open: string[] = [];
  for (let each = at; each < text.length; each += 1) {
    const character = text.charAt(each);
    if (character === '"' || character === '\'') {
      if (/[\s,:[{]/.test(text.charAt(each - 1))) each = quoteEnd(text, each) - 1;
    } else if (character === '#' && isBlank(text, each - 1)) each = lineEnd(text, each) - 1;
    else if (character === '[' || character === '{') open.push(character === '[' ? ']' : '}');
    else if (character === ']' || character === '}') {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return each + 1;
    }
  }
  return undefined;
}

/** Line breaks, tabs and comments of a collection as blanks. Quoted text that goes over lines stays: its breaks mean something. */
function onOneLine(flow: string): string {
  let flat = '';
  for (let at = 0; at < flow.length; at += 1) {
    const character = flow.charAt(at);
    if ((character === '"' || character === '\'') && /[\s,:[{]/.test(flow.charAt(at - 1))) {
      const end = quoteEnd(flow, at);
      flat += flow.slice(at, end);
      at = end - 1;
    } else if (character === '#' && isBlank(flow, at - 1)) {
      const end = lineEnd(flow, at);
      flat += ' '.repeat(end - at);
      at = end - 1;
    } else flat += character === '\n' || character === '\r' || character === '\t' ? ' ' : character;
  }
  return flat;
}

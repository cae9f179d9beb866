// The edits that lay a compose file out. Values and comments stay byte by byte: an edit that would change what the text says
// is none, and a text that is broken is left as it is.

import { layOut, type LineRange } from '#core/language/format/lay-out.ts';
import { writtenLines, type WrittenLine } from '#core/language/format/written-lines.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';
import type { TextEdit } from '#core/yaml/patch.ts';

/** The edits for some lines, or for all; none where the layout would not keep what the file says. */
export function formatEdits(file: YamlFile, range: LineRange = [0, Infinity]): readonly TextEdit[] {
  if (file.problems.length > 0) return [];
  const lines = writtenLines(file);
  const laidOut = layOut(lines, range);
  if (laidOut === undefined) return [];
  const edits = editsOf(file, lines, laidOut.lines);
  const last = lines.at(-1);
  if (last?.end === '' && last.text.trim() !== '' && range[1] >= lines.length - 1 && !laidOut.endsInText) {
    edits.push({ file: file.file, span: [file.text.length, file.text.length], text: lines[0]?.end || '\n' });
  }
  return saysTheSame(file, applied(file.text, edits)) ? edits : [];
}

function editsOf({ file }: YamlFile, lines: readonly WrittenLine[], laidOut: readonly (string | undefined)[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let start = 0;
  for (const [index, line] of lines.entries()) {
    const end = start + line.text.length;
    const now = laidOut[index];
    if (now === undefined) edits.push({ file, span: [start, end + line.end.length], text: '' });
    else if (now !== line.text) edits.push(...changes(line.text, now).map(([from, to, blank]) => ({ file, span: [start + from, start + to] as const, text: blank })));
    start = end + line.end.length;
  }
  return edits;
}

/** The runs of blanks that differ between two lines which are the same without them. */
function changes(was: string, is: string): readonly (readonly [from: number, to: number, text: string])[] {
  const found: [number, number, string][] = [];
  for (let a = 0, b = 0; a < was.length || b < is.length;) {
    const [before = ''] = /^[ \t]*/.exec(was.slice(a)) ?? [];
    const [after = ''] = /^[ \t]*/.exec(is.slice(b)) ?? [];
    if (before !== after) found.push([a, a + before.length, after]);
    const [word = ''] = /^[^ \t]*/.exec(was.slice(a + before.length)) ?? [];
    const [same = ''] = /^[^ \t]*/.exec(is.slice(b + after.length)) ?? [];
    const length = Math.min(word.length, same.length);
    if (length === 0 && before === after) return [[0, was.length, is]];
    a += before.length + length;
    b += after.length + length;
  }
  return found;
}

/** A text after edits that are in its order. */
function applied(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let out = '';
  for (const { span: [from, to], text: said } of edits) {
    out += text.slice(at, from) + said;
    at = to;
  }
  return out + text.slice(at);
}

/** Whether two texts are the same but for blanks between their words, and read as the same tree. */
function saysTheSame(file: YamlFile, text: string): boolean {
  const words = (each: string): string => each.replaceAll(/\s+/g, '');
  if (words(file.text) !== words(text)) return false;
  const after = parseYaml(file.file, text);
  return after.problems.length === 0 && after.documents.length === file.documents.length && file.documents.every((document, index) => isSame(document, after.documents[index]));
}

function isSame(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind || a.tag !== b.tag || (a.alias === undefined) !== (b.alias === undefined)) return a === b;
  // What an alias stands for is compared at its anchor; what it is called is among the words.
  if (a.alias !== undefined) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.style === b.style && a.content === b.content && a.value === b.value;
  if (a.kind === 'sequence') return b.kind === 'sequence' && a.flow === b.flow && a.items.length === b.items.length && a.items.every((item, index) => isSame(item, b.items[index]));
  return b.kind === 'mapping' && a.flow === b.flow && a.entries.length === b.entries.length && a.entries.every(({ key, value, merged }, index) => {
    const other = b.entries[index];
    return other !== undefined && (merged === undefined) === (other.merged === undefined) && isSame(key, other.key) && (merged !== undefined || isSame(value, other.value));
  });
}

// An alias, an anchor or a merge key: what stands behind it. Found in the text, because a merge key leaves no node.

import type { Hover } from '#core/language/hover/hover.ts';
import { lineOf } from '#core/language/hover/where.ts';
import { placeAt } from '#core/language/place.ts';
import { isSecretName, mask } from '#core/language/masking.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

const lineLimit = 24;

/** `NAME: value` and `NAME=value`, also in flow style; not a value that is an alias or a variable. */
const assignment = /([A-Za-z_][\w.-]*)("?'?(?::\s+|=))(?![&*$|>\s])[^,}\]\s][^,}\]]*/g;

/** The content of the anchor that an offset names. */
export function anchorAt(file: YamlFile, offset: number): Hover | undefined {
  const { text } = file;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  for (const match of line.matchAll(/(?<=^|[\s[,{:-])[*&]([^\s,[\]{}]+)/g)) {
    const [start, end] = [lineStart + match.index, lineStart + match.index + match[0].length];
    if (offset < start || offset > end) continue;
    const place = placeAt(file, start);
    // The same letters in a text or a comment are no alias.
    if (match[0].startsWith('*') ? place?.on === 'value' || /(?:^|\s)#/.test(line.slice(0, match.index)) : place?.on === 'value' && place.span[0] <= start) return undefined;
    const anchor = lastAnchor(text, match[1] ?? '', match[0].startsWith('&') ? end : start);
    if (anchor === undefined) return undefined;
    return { span: [start, end], blocks: [[{ code: `&${match[1]}` }, ` of line ${lineOf(text, anchor)}`], { yaml: block(text, anchor) }] };
  }
  return undefined;
}

function lastAnchor(text: string, name: string, before: number): number | undefined {
  for (let at = text.lastIndexOf(`&${name}`, before); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(`&${name}`, at - 1)) {
    if (/^[\s,\]}]?$/.test(text.charAt(at + name.length + 1)) && at + name.length < before + 1) return at;
  }
  return undefined;
}

/** From the line of an anchor to the last line that is indented more than it, with secrets hidden. */
function block(text: string, anchor: number): string {
  const start = text.lastIndexOf('\n', anchor) + 1;
  const [first = '', ...rest] = text.slice(start).split('\n');
  const indent = first.search(/\S/);
  const end = rest.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent);
  const lines = [first, ...rest.slice(0, end === -1 ? undefined : end)].map((line) => line.slice(indent).trimEnd());
  while (lines.at(-1) === '') lines.pop();
  const shown = lines.slice(0, lineLimit).map((line) => line.replaceAll(assignment, (all, name: string, sign: string) => (isSecretName(name) ? name + sign + mask : all)));
  return [...shown, ...lines.length > lineLimit ? [`# ${lines.length - lineLimit} lines more`] : []].join('\n');
}

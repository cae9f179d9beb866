// Edits to YAML text that keep comments, quoting and indentation: what should change is said in terms of the
// tree and becomes text edits only here.

import type { FilePath } from '#core/outside.ts';
import { entry, Scalar, type Mapping, type Sequence, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { keyed, type Layout } from '#core/yaml/patch-list.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';
import type { Located, Span } from '#core/yaml/span.ts';

/** A change to one file's tree. */
export type YamlPatch =
  /** Another text in place of a scalar or of a part of one. */
  | { readonly kind: 'rewrite'; readonly at: Located<unknown>; readonly text: string }
  /** Another text in place of any text: of a file that is no YAML, or of YAML that is broken. */
  | { readonly kind: 'replace'; readonly at: Located<unknown>; readonly text: string }
  /** A new entry at the end of the mapping at `path`, with `more` behind it; mappings on the way are made. Without `value` the key stands alone; with `item` it is a list that holds it. */
  | { readonly kind: 'add'; readonly file: FilePath; readonly path: readonly string[]; readonly key: string; readonly value?: string; readonly item?: string; readonly more?: Readonly<Record<string, string>> }
  /** A new item in a list, behind the one that stands at `at`: text that is safe without quotes. */
  | { readonly kind: 'add-item'; readonly at: Located<unknown>; readonly text: string }
  /** The list of names that holds this place becomes a mapping: each name has one entry, with its own value or the usual one. */
  | { readonly kind: 'key-items'; readonly at: Located<unknown>; readonly key: string; readonly values: Readonly<Record<string, string>>; readonly usual: string }
  /** A list's item or a mapping's entry goes, with its lines; the entry that holds nothing else goes too. */
  | { readonly kind: 'remove'; readonly at: Located<unknown> };

/** A replacement of text in one file. */
export interface TextEdit {
  readonly file: FilePath;
  readonly span: Span;
  readonly text: string;
}

/** The text edits that carry out a patch on a file, or undefined where the file no longer holds what the patch speaks of. */
export function textEdits(patch: YamlPatch, file: YamlFile): readonly TextEdit[] | undefined {
  switch (patch.kind) {
    case 'rewrite': return rewrite(file, patch.at, patch.text);
    case 'replace': return [{ file: file.file, span: patch.at.span, text: patch.text }];
    case 'add': return add(file, patch);
    case 'key-items': return keyItems(file, patch);
    case 'add-item': return addItem(file, patch.at.span, patch.text);
    case 'remove': return remove(file, patch.at.span);
  }
}

/** On a line of its own with the same dash, or after a comma. */
function addItem(file: YamlFile, span: Span, text: string): readonly TextEdit[] | undefined {
  const path = pathTo(file, span);
  const depth = path.findLastIndex((node) => node.kind === 'sequence');
  const list = path[depth];
  const item = path[depth + 1];
  if (list?.kind !== 'sequence' || item === undefined) return undefined;
  const own = placeOf(item);
  if (list.flow) return [{ file: file.file, span: [own[1], own[1]], text: `, ${text}` }];
  const start = entryStart(file.text, list, own[0]);
  const dash = /^-[ \t]+/.exec(file.text.slice(start, own[0]))?.[0];
  if (dash === undefined) return undefined;
  const indent = ' '.repeat(column(file.text, start));
  return [insertLines(file, lineEnd(file.text, contentEndOf(file.text, own)), indent + dash + text)];
}

function rewrite(file: YamlFile, at: Located<unknown>, text: string): readonly TextEdit[] | undefined {
  const { span } = at;
  const scalar = pathTo(file, span).at(-1);
  if (!(scalar instanceof Scalar)) return undefined;
  const edit = (place: Span, value: string): readonly TextEdit[] => [{ file: file.file, span: place, text: value }];
  const { span: whole, pieces } = scalar.text;
  if (pieces === undefined) {
    const content = replaced(scalar.content, at.value, text);
    return content === undefined ? undefined : edit([scalar.span[0], contentEndOf(file.text, scalar.span)], quoted(content, '"'));
  }
  const content = file.text.slice(whole[0], span[0]) + text + file.text.slice(span[1], whole[1]);
  if (scalar.style === 'single' && !/[\n\r\t]/.test(text)) return edit(span, text.replaceAll('\'', '\'\''));
  if (scalar.style === 'double') return edit(span, quoted(text, '"').slice(1, -1));
  const staysText = typeof scalar.value !== 'string' || typeof resolvePlain(content) === 'string';
  return scalar.style !== 'single' && staysText && plainIsSafe(content) ? edit(span, text) : edit(scalar.span, quoted(content, '"'));
}

/** A content with a part of it rewritten, where the part has no place of its own: undefined where it is not certain which part is meant. */
function replaced(content: string, part: unknown, text: string): string | undefined {
  if (typeof part !== 'string' || part === '' || part === content) return text;
  const [before = '', after, ...more] = content.split(part);
  return after === undefined || more.length > 0 ? undefined : before + text + after;
}

function asKey(name: string): string {
  return plainIsSafe(name) && typeof resolvePlain(name) === 'string' ? name : quoted(name, '"');
}

/** Whether a text may stand without quotes, in a flow collection too. */
function plainIsSafe(text: string): boolean {
  return /^[\w./~$+=^(){}-](?:[^\n:#,[\]{}]|:(?=\S)|(?<=\S)#|\$\{[^}\n]*\})*$/u.test(text) && !/^-?\s|\s$|^[{}]/.test(text);
}

function quoted(text: string, quote: '"'): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t') + quote;
}

function keyItems(file: YamlFile, { at, key, values, usual }: Extract<YamlPatch, { kind: 'key-items' }>): readonly TextEdit[] | undefined {
  const path = pathTo(file, at.span);
  const list = path.findLast((node) => node.kind === 'sequence');
  const holder = list && path[path.indexOf(list) - 1];
  const parent = holder?.kind === 'mapping' ? holder.entries.find(({ value }) => value === list)?.key : undefined;
  if (list?.kind !== 'sequence' || parent === undefined) return undefined;
  const { text } = file;
  const layout: Layout = {
    text, step: step(file), column: (offset) => column(text, offset), dash: (item) => entryStart(text, list, placeOf(item)[0]),
    lineEnd: (node) => lineEnd(text, contentEndOf(text, placeOf(node))),
  };
  const valueOf = (name: string): string => (Object.hasOwn(values, name) ? values[name] : undefined) ?? usual;
  return keyed(list, parent, key, valueOf, layout)?.map((each) => ({ file: file.file, ...each }));
}

function add(file: YamlFile, patch: Extract<YamlPatch, { kind: 'add' }>): readonly TextEdit[] | undefined {
  const { path, key, value, item, more = {} } = patch;
  let node = file.documents[0];
  let deepest = 0;
  while (deepest < path.length) {
    const next = entry(node, path[deepest] ?? '');
    if (next === undefined) break;
    if (next.value.kind === 'scalar' && next.value.value === null) {
      const indent = column(file.text, next.key.span[0]) + step(file);
      if (next.value.alias !== undefined || (node?.kind === 'mapping' && node.flow)) return undefined;
      const at = lineEnd(file.text, Math.max(next.key.span[1], next.value.span[1]));
      const inserted = insertLines(file, at, lines([...path.slice(deepest + 1), key].map(asKey), patch, indent, step(file)));
      // `networks: null` says by a word what `networks:` says without: the word goes.
      const { span } = next.value;
      const from = span[0] - (/[ \t]*$/.exec(file.text.slice(next.key.span[1] + 1, span[0]))?.[0].length ?? 0);
      return next.value.style === 'plain' ? [{ file: file.file, span: [from, span[1]], text: '' }, inserted] : [inserted];
    }
    node = next.value;
    deepest += 1;
  }
  const missing = [...path.slice(deepest), key].map(asKey);
  if (node === undefined) return [insertLines(file, file.text.length, lines(missing, patch, 0, 2))];
  if (node.kind !== 'mapping' || node.alias !== undefined) return undefined;
  const own = node.entries.filter((each) => each.merged === undefined);
  const last = own.at(-1);
  if (node.flow) {
    const at = last === undefined ? node.span[0] + 1 : Math.max(last.key.span[1], (last.value.alias ?? last.value.span)[1]);
    const others = Object.entries(more).map(([name, each]) => `, ${asKey(name)}: ${each}`).join('');
    const inner = missing.reduceRight((inside, name, index) => index === missing.length - 1 ? `${name}: ${item === undefined ? value ?? 'null' : `[${asKey(item)}]`}${others}` : `${name}: { ${inside} }`, '');
    return [{ file: file.file, span: [at, at], text: last === undefined ? inner : `, ${inner}` }];
  }
  if (last === undefined) return undefined;
  const indent = column(file.text, last.key.span[0]);
  const at = lineEnd(file.text, contentEnd(file.text, last.value, last.key));
  const spaced = deepest === 0 && separatedByBlankLines(file.text, node);
  return [insertLines(file, at, (spaced ? '\n' : '') + lines(missing, patch, indent, step(file)))];
}

/** `a:`, `  b:`, `    key: value` on lines of their own. */
function lines(keys: readonly string[], { value, item, more = {} }: Pick<Extract<YamlPatch, { kind: 'add' }>, 'value' | 'item' | 'more'>, indent: number, stepBy: number): string {
  const at = (depth: number): string => ' '.repeat(indent + depth * stepBy);
  return [
    ...keys.map((key, depth) => `${at(depth)}${key}:${depth === keys.length - 1 && value !== undefined ? ` ${value}` : ''}`),
    ...item === undefined ? [] : [`${at(keys.length)}- ${asKey(item)}`],
    ...Object.entries(more).map(([key, each]) => `${at(keys.length - 1)}${asKey(key)}: ${each}`),
  ].join('\n');
}

function insertLines(file: YamlFile, at: number, text: string): TextEdit {
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  const atEnd = at >= file.text.length;
  const needsBreak = at > 0 && file.text.charAt(at - 1) !== '\n';
  const body = (needsBreak || !atEnd ? '\n' : '') + text + (atEnd ? '\n' : '');
  const start = !atEnd && !needsBreak ? at - 1 : at;
  return { file: file.file, span: [start, start], text: body.replaceAll('\n', newline) };
}

function remove(file: YamlFile, span: Span): readonly TextEdit[] | undefined {
  const path = pathTo(file, span);
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const parent = path[depth - 1];
    const node = path[depth];
    if (parent === undefined || node === undefined || parent.kind === 'scalar') continue;
    const siblings = childrenOf(parent);
    const place = placeOf(node);
    const index = siblings.findIndex((each) => each[0] <= place[0] && place[1] <= each[1]);
    const own = siblings[index];
    if (own === undefined) continue;
    const mergesToo = parent.kind === 'mapping' && parent.entries.some(({ merged }) => merged !== undefined);
    if (siblings.length === 1 && depth > 1 && !mergesToo) continue;
    const removed = parent.flow ? flowSpan(siblings, index) : linesOf(file.text, parent, own, siblings[index + 1]);
    return leavesAliasBehind(file.text, removed) ? undefined : [{ file: file.file, span: removed, text: '' }];
  }
  return undefined;
}

/** Where the items of a list, or the entries that stand in a mapping itself, are written. */
function childrenOf(parent: Sequence | Mapping): readonly Span[] {
  if (parent.kind === 'sequence') return parent.items.map(placeOf);
  return parent.entries.filter((each) => each.merged === undefined).map(({ key, value }): Span => [placeOf(key)[0], Math.max(placeOf(key)[1], placeOf(value)[1])]);
}

/** Where a node is written: an alias stands where it is used, what it means stands elsewhere. */
function placeOf(node: YamlNode): Span {
  return node.alias ?? node.span;
}

/** The lines of an item or entry; what shares its first line with the dash around it leaves that dash to what follows. */
function linesOf(text: string, parent: Sequence | Mapping, own: Span, following: Span | undefined): Span {
  const start = entryStart(text, parent, own[0]);
  const end = contentEndOf(text, own);
  if (text.slice(lineStart(text, start), start).trim() === '') return [lineStart(text, start), nextLine(text, end)];
  return [start, following === undefined ? end : entryStart(text, parent, following[0])];
}

/** Where an item's dash stands, and an entry's anchor or tag, if it has one. */
function entryStart(text: string, parent: Sequence | Mapping, at: number): number {
  const before = text.slice(lineStart(text, at), at).replace(/(?:[&!]\S*[ \t]+)+$/, '');
  return lineStart(text, at) + (parent.kind === 'sequence' ? before.replace(/-[ \t]*$/, '') : before).length;
}

/** True where an anchor would go that an alias elsewhere needs. */
function leavesAliasBehind(text: string, [from, to]: Span): boolean {
  const rest = text.slice(0, from) + text.slice(to);
  return [...text.slice(from, to).matchAll(/&([^\s,[\]{}]+)/g)].some(([, name]) => rest.includes(`*${name}`));
}

/** An item of a flow collection with the comma that goes with it. */
function flowSpan(siblings: readonly Span[], index: number): Span {
  const own = siblings[index] ?? [0, 0];
  const before = siblings[index - 1];
  const after = siblings[index + 1];
  if (after !== undefined) return [own[0], after[0]];
  return before === undefined ? own : [before[1], own[1]];
}

/** The nodes from the root down to the smallest that covers a span; a mapping's keys count as nodes. */
export function pathTo(file: Pick<YamlFile, 'documents'>, span: Span): readonly YamlNode[] {
  const path: YamlNode[] = [];
  let node = file.documents.find((document) => document !== undefined && covers(document, span));
  while (node !== undefined) {
    path.push(node);
    node = childAt(node, span);
  }
  return path;
}

function childAt(node: YamlNode, span: Span): YamlNode | undefined {
  if (node.kind === 'scalar' || node.alias !== undefined) return undefined;
  if (node.kind === 'sequence') return node.items.find((item) => covers(item, span));
  for (const { key, value, merged } of node.entries) {
    if (merged !== undefined) continue;
    if (covers(key, span)) return key;
    if (covers(value, span)) return value;
  }
  return undefined;
}

function covers(node: YamlNode, span: Span): boolean {
  const own = node.alias ?? node.span;
  return own[0] <= span[0] && span[1] <= own[1];
}

/** How many columns this file indents by; two where it does not say. */
function step(file: YamlFile): number {
  const root = file.documents[0];
  if (root?.kind !== 'mapping') return 2;
  for (const { value } of root.entries) {
    const first = value.kind === 'mapping' && !value.flow && value.alias === undefined ? value.entries[0] : undefined;
    if (first !== undefined) return column(file.text, first.key.span[0]) || 2;
  }
  return 2;
}

function separatedByBlankLines(text: string, root: Mapping): boolean {
  return root.entries.length < 2 || root.entries.slice(1).some(({ key }) => /\n[ \t]*\r?\n(?:[ \t]*#.*\n)*$/.test(text.slice(0, key.span[0])));
}

function contentEnd(text: string, value: YamlNode, key: Scalar): number {
  return contentEndOf(text, [key.span[0], Math.max(key.span[1], value.alias?.[1] ?? value.span[1])]);
}

/** The end of what a span holds, without the line breaks that a block scalar's range runs over. */
function contentEndOf(text: string, span: Span): number {
  let end = span[1];
  while (end > span[0] && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The end of a line's text, before its line break. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return end > at && text.charAt(end - 1) === '\r' ? end - 1 : end;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function column(text: string, at: number): number {
  const start = lineStart(text, at);
  return at - start - (start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0);
}

// From the library's nodes to the tree: offsets become the file's, aliases point to what they mean, merge keys
// become entries, and duplicate keys become problems.

import { isAlias, isMap, isPair, isScalar, isSeq, type Node as LibraryNode, type Pair, type Scalar as LibraryScalar } from 'yaml';
import type { FilePath } from '#core/outside.ts';
import { Count, expandedLimit, type Anchor, type Total } from '#core/yaml/budget.ts';
import { Scalar, type Entry, type Mapping, type ScalarStyle, type YamlNode } from '#core/yaml/node.ts';
import { withoutEscapedQuotes } from '#core/yaml/library.ts';
import { depthLimit, tooDeep, type YamlProblem } from '#core/yaml/problem.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';
import { between, placed, within, type Placement, type Span } from '#core/yaml/span.ts';

/** What the segments of one file share. */
export interface Building {
  readonly file: FilePath;
  /** Keys repeat in every service: one text serves for all of them, and is compared at once. */
  readonly words: Words;
  /** In document order: an alias means the last anchor of its name before it. */
  readonly anchors: Map<string, Anchor>;
  report(problem: YamlProblem): void;
}

/** Texts that were read before: equal ones are one. */
export class Words {
  readonly #known = new Map<string, string>();

  one(word: string): string {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    this.#known.set(word, word);
    return word;
  }
}

/** What one segment adds to that. */
export interface SegmentBuilding extends Building {
  readonly source: string;
  readonly place: Placement;
  /** Where the segment stands while it is built: the base of `place`. */
  readonly base: number;
  /** The aliases that were followed, except those to anchors of this very segment, by name; undefined where none was set. */
  readonly used: Map<string, Anchor | undefined>;
  readonly defined: Map<string, Anchor>;
  /** The anchors whose own content is being built: an alias to one of them has no end. */
  readonly open: Set<string>;
  readonly count: Count;
}

/** What is needed to build a segment that stands at a place, behind what the file holds already. */
export function segmentBuilding({ file, words, anchors }: Omit<Building, 'report'>, source: string, place: Placement, before: Total, problems: YamlProblem[]): SegmentBuilding {
  return { file, words, anchors, source, place, base: place.base, used: new Map(), defined: new Map(), open: new Set(), count: new Count(before), report: (problem) => problems.push(problem) };
}

/** The tree of one document of a segment. */
export function buildTree(node: LibraryNode, building: SegmentBuilding): YamlNode {
  return build(node, building, 0);
}

/** A block or flow mapping of entries that may still hold duplicates and merge keys. */
export function mapping(building: Building, all: readonly Entry[], span: Span, flow: boolean): Mapping {
  return { kind: 'mapping', file: building.file, span, tag: undefined, alias: undefined, entries: distinct(building, all), flow };
}

/** A value that is not there: `ports:` with nothing behind it. The offset counts from the segment's start. */
function emptyScalar({ file, place }: SegmentBuilding, offset: number): Scalar {
  return new Scalar(file, place, offset, offset, 'empty', '', true, null);
}

function build(node: LibraryNode, building: SegmentBuilding, depth: number): YamlNode {
  const span = spanOf(node, building);
  const { count } = building;
  count.deepest = Math.max(count.deepest, depth);
  const name = isAlias(node) ? undefined : node.anchor;
  if (name === undefined) return buildContent(node, building, span, depth);
  const { weight, deepest } = count;
  count.deepest = depth;
  const before = building.anchors.get(name);
  building.open.add(name);
  const built = buildContent(node, building, span, depth);
  building.open.delete(name);
  const anchor: Anchor = { node: built, weight: count.weight - weight, height: count.deepest - depth };
  count.deepest = Math.max(count.deepest, deepest);
  // The same name within it was set later.
  if (building.anchors.get(name) !== before) return built;
  building.anchors.set(name, anchor);
  building.defined.set(name, anchor);
  return built;
}

/** What an alias stands for, as far as it may stand there: undefined, and said, where Compose refuses it. */
export function followed(name: string, alias: Span, depth: number, building: SegmentBuilding): YamlNode | undefined {
  const { anchors, defined, open, used, count, file } = building;
  const target = open.has(name) ? undefined : anchors.get(name);
  if (target !== undefined && depth + target.height <= depthLimit && count.alias(target)) {
    if (!defined.has(name)) used.set(name, target);
    count.deepest = Math.max(count.deepest, depth + target.height);
    const { node } = target;
    return node.kind === 'scalar' ? node.with({ alias }) : { ...node, alias };
  }
  const report = (message: string): void => building.report({ code: 'yaml-syntax', message, file, span: alias, byCompose: true });
  if (open.has(name)) report(`*${name} stands within &${name}: it has no end, Compose refuses the file`);
  else if (target === undefined) {
    used.set(name, undefined);
    report(/^[\w-]+$/.test(name) ? `*${name} has no anchor &${name} before it` : 'A value that begins with * must be quoted');
  } else {
    if (!defined.has(name)) used.set(name, target);
    const isFirst = count.refuse();
    if (isFirst) report(depth + target.height > depthLimit ? tooDeep : `The aliases of this file stand for more than ${expandedLimit.toLocaleString('en')} values: Compose refuses the file`);
  }
  return undefined;
}

function buildContent(node: LibraryNode, building: SegmentBuilding, span: Span, depth: number): YamlNode {
  const { file } = building;
  const start = span[0] - building.base;
  if (depth > depthLimit && !isScalar(node)) {
    building.report({ code: 'yaml-syntax', message: tooDeep, file, span: within(span, 0, 1) });
    return emptyScalar(building, start);
  }
  if (isAlias(node)) return followed(node.source, span, depth, building) ?? emptyScalar(building, start).with({ alias: span });
  const tag = node.tag;
  if (isScalar(node)) return buildScalar(node, building, span);
  if (isSeq(node)) {
    const items = node.items.map((item) => buildItem(item, building, depth));
    const flow = node.flow === true;
    return { kind: 'sequence', file, span: flow ? span : upTo(span, items.at(-1)), tag, alias: undefined, items, flow };
  }
  if (isMap(node)) {
    const entries = node.items.map((pair) => buildEntry(pair, building, depth));
    const flow = node.flow === true;
    return { ...mapping(building, entries, flow ? span : upTo(span, entries.at(-1)?.value), flow), tag };
  }
  return emptyScalar(building, start);
}

/** An item of a sequence. In flow style `[a: b]` the library gives a bare pair, which is a mapping of one. */
function buildItem(item: unknown, building: SegmentBuilding, depth: number): YamlNode {
  building.count.value(building.base + startOf(item));
  if (isPair(item)) {
    const entry = buildEntry(item, building, depth);
    return mapping(building, [entry], between(entry.key.alias ?? entry.key.span, entry.value.alias ?? entry.value.span), true);
  }
  return item === null || item === undefined ? emptyScalar(building, 0) : build(item as LibraryNode, building, depth + 1);
}

function buildEntry(pair: Pair, building: SegmentBuilding, depth: number): Entry {
  const keyNode = pair.key as LibraryNode | null;
  const built = keyNode === null ? emptyScalar(building, 0) : build(keyNode, building, depth + 1);
  const key = built.kind === 'scalar' ? built : complexKey(built, building);
  building.count.value(key.span[0]);
  const value = pair.value === null || pair.value === undefined
    ? emptyScalar(building, (key.alias ?? key.span)[1] - building.base)
    : build(pair.value as LibraryNode, building, depth + 1);
  return { key, value: value.kind === 'scalar' && value.style === 'empty' && value.alias === undefined ? behindColon(value, key, building) : value, merged: undefined };
}

/** The library puts a missing value behind blanks and comments; it belongs right behind the colon. */
function behindColon(value: Scalar, key: Scalar, building: SegmentBuilding): Scalar {
  const end = (key.alias ?? key.span)[1];
  const from = end - building.base;
  const colon = building.source.slice(from, value.span[0] - building.base).indexOf(':');
  return value.moved((colon === -1 ? end : building.base + from + colon + 1) - value.span[0]);
}

function complexKey(node: YamlNode, building: SegmentBuilding): Scalar {
  building.report({ code: 'yaml-syntax', message: 'A key must be a word, not a list or a mapping', file: building.file, span: node.span });
  return emptyScalar(building, (node.alias ?? node.span)[0] - building.base);
}

function buildScalar(node: LibraryScalar, building: SegmentBuilding, span: Span): Scalar {
  // The library reads `!!merge <<` as a symbol.
  const said = typeof node.value === 'string' ? node.value : typeof node.value === 'symbol' ? node.source ?? '' : '';
  const style = styleOf(node, span);
  const content = style === 'double' && said.includes('\\\'') ? withoutEscapedQuotes(building.source.slice(span[0] - building.base, span[1] - building.base)) : said;
  // Behind a tag of its own (`!override 5`) text stays text to Compose's parser, an empty one too.
  const isText = node.tag === undefined || node.tag === '!' ? style !== 'plain' && style !== 'empty' : !/^(?:!!|tag:yaml\.org,2002:)(?!(?:str|binary)$)/.test(node.tag);
  const value = isText ? content : style === 'empty' ? null : style === 'plain' ? resolvePlain(content) : content;
  return new Scalar(building.file, building.place, span[0] - building.base, span[1] - building.base, style, content, verbatim(content, span, style, building), value, node.tag);
}

function styleOf(node: LibraryScalar, span: Span): ScalarStyle {
  switch (node.type) {
    case 'QUOTE_DOUBLE': return 'double';
    case 'QUOTE_SINGLE': return 'single';
    case 'BLOCK_FOLDED': case 'BLOCK_LITERAL': return 'block';
    default: return span[0] === span[1] ? 'empty' : 'plain';
  }
}

/** Whether the file holds the content character by character, without escapes or folds. */
function verbatim(content: string, span: Span, style: ScalarStyle, building: SegmentBuilding): boolean {
  if (style === 'block') return false;
  const quote = style === 'double' || style === 'single' ? 1 : 0;
  return span[1] - span[0] === content.length + 2 * quote && building.source.startsWith(content, span[0] + quote - building.base);
}

function spanOf(node: LibraryNode, building: SegmentBuilding): Span {
  const [start, end] = node.range ?? [0, 0];
  return placed(building.place, start, end);
}

function startOf(item: unknown): number {
  return isPair(item) ? startOf(item.key) : (item as LibraryNode | null | undefined)?.range?.[0] ?? 0;
}

/** A block collection's range runs on to the next key: it ends with its last value. */
function upTo(range: Span, last: YamlNode | undefined): Span {
  return last === undefined ? range : between(range, last.alias ?? last.span);
}

const mergeTags: ReadonlySet<string> = new Set(['!', '!!merge', 'tag:yaml.org,2002:merge']);

/** The entries with merge keys carried out: what a mapping says itself wins over what `<<` brings in. */
function distinct(building: Building, all: readonly Entry[]): readonly Entry[] {
  const own = withoutDuplicates(building, all);
  const merge = own.find(({ key }) => key.content === '<<' && key.style === 'plain' && (key.tag === undefined || mergeTags.has(key.tag)));
  if (merge === undefined) return own;
  const kept = own.filter((entry) => entry !== merge);
  const names = new Set(kept.map((entry) => entry.key.content));
  for (const source of mergeSources(merge, building)) {
    for (const entry of source.entries) {
      const name = entry.key.content;
      if (names.has(name)) continue;
      names.add(name);
      kept.push({ ...entry, merged: merge.key.span });
    }
  }
  return kept;
}

/** Compose stops at the first one. Nobody mends more than these at a time. */
const duplicateLimit = 100;

function withoutDuplicates(building: Building, all: readonly Entry[]): readonly Entry[] {
  if (all.length <= 8 && areDistinct(all)) return all;
  const seen = new Map<string, Entry>();
  let duplicates = 0;
  for (const entry of all) {
    const name = entry.key.content;
    const earlier = seen.get(name);
    if (earlier === undefined) {
      seen.set(name, entry);
      continue;
    }
    duplicates += 1;
    if (duplicates > duplicateLimit) continue;
    building.report({
      code: 'duplicate-key', message: `"${name}" is defined twice in this mapping`, file: building.file, span: entry.key.span,
      related: { span: earlier.key.span, message: 'First defined here' },
      mend: { title: `Remove the second "${name}"`, span: [entry.key.span[0], Math.max(entry.key.span[1], entry.value.alias?.[1] ?? entry.value.span[1])], text: '' },
    });
  }
  return seen.size === all.length ? all : [...seen.values()];
}

/** Most mappings are small, and to compare their keys costs less than to look them up. */
function areDistinct(all: readonly Entry[]): boolean {
  for (let index = 1; index < all.length; index += 1) {
    const name = all[index]?.key.content;
    for (let before = 0; before < index; before += 1) if (all[before]?.key.content === name) return false;
  }
  return true;
}

function mergeSources({ key, value }: Entry, building: Building): readonly Mapping[] {
  const sources: Mapping[] = [];
  const problem = { code: 'yaml-syntax', message: '<< merges mappings only', file: building.file, byCompose: true } as const;
  for (const source of value.kind === 'sequence' ? value.items : [value]) {
    if (source.kind === 'mapping') sources.push(source);
    else if (source.kind === 'sequence' || source.style !== 'empty') building.report({ ...problem, span: value.alias ?? value.span });
    // Of an alias without an anchor it is said already.
    else if (source.alias === undefined) building.report({ ...problem, span: key.span });
  }
  return sources;
}

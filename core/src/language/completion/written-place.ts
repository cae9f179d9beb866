// Where a cursor stands in a compose file that is being written: found from text and indentation alone, so that it is
// known between two keystrokes and in text that no parser takes.

import { flowAt } from '#core/language/completion/written-flow.ts';
import { unquoted, WrittenLines, type Sibling, type WrittenLine } from '#core/language/completion/written-lines.ts';
import { wordAt, type Word } from '#core/language/completion/written-word.ts';

/** The place of a cursor. */
export interface WrittenPlace {
  /**
   * The way of keys from the top level; `0` stands for any item of a list. It leads to the mapping in which a key
   * stands (`key`), to the value (`value`), or to the item (`item`), which may become a scalar or a mapping.
   */
  readonly path: readonly string[];
  readonly role: 'key' | 'value' | 'item';
  readonly word: Word;
  /** The word up to the cursor. */
  readonly typed: string;
  readonly flow: boolean;
  /** Whether a blank is missing before the word: right behind a colon or a dash. */
  readonly glued: boolean;
  /** For a key: whether its colon is there. */
  readonly closed: boolean;
  /** What stands beside it: the keys of the mapping, or the items of the list, as written. */
  readonly others: ReadonlySet<string>;
  /** The value of a key as written: of the mapping to which the first `depth` steps of the path lead, then further down. */
  readonly written: (depth: number, ...way: readonly string[]) => string | undefined;
  /** The same for a value of several lines: those behind the key's own. */
  readonly block: (depth: number, ...way: readonly string[]) => string | undefined;
  readonly lines: WrittenLines;
}

/** Whether a key is one that Compose knows in the mapping at a path. */
export type KnowsKey = (path: readonly string[], key: string) => boolean;

/** The place at an offset; undefined in comments, in texts of several lines, and where nothing sensible can stand. */
export function writtenPlace(text: string, offset: number, knows: KnowsKey, lines = new WrittenLines(text)): WrittenPlace | undefined {
  const index = lines.at(offset);
  const start = lines.start(index);
  const lineEnd = start + lines.text(index).length;
  const cursor = offset - start;
  const line = lines.line(index);
  const finding: Finding = { text, offset, lines, index };
  if (line === undefined) {
    return lines.text(index).trim() === '' ? keyPlace(finding, cursor, { span: [offset, offset], text: '', quote: '' }, false) : undefined;
  }
  if (cursor < line.indent || cursor <= (line.dashes.at(-1) ?? -1)) return undefined;
  if (line.keySpan !== undefined && cursor <= line.keySpan[1]) {
    if (cursor < line.keySpan[0]) return undefined;
    return keyPlace(finding, line.column, { span: [start + line.keySpan[0], start + line.keySpan[1]], text: line.key ?? '', quote: '' }, true);
  }
  const opensFlow = /^(?:[&!]\S*\s+)*[[{]/.exec(line.value);
  if (opensFlow !== null && cursor > line.valueColumn + opensFlow[0].length - 1) {
    const climbed = climb(finding, line);
    return climbed && flowPlace(finding, climbed, start + line.valueColumn + opensFlow[0].length - 1, line.indent);
  }
  if (line.keySpan === undefined && line.dashes.length === 0) {
    const word = wordAt(text, start + line.column, offset, lineEnd);
    return word === undefined || /\s/.test(word.text) ? inside(finding, line) : keyPlace(finding, line.column, word, false);
  }
  return valuePlace(finding, line, start, lineEnd, knows);
}

interface Finding {
  readonly text: string;
  readonly offset: number;
  readonly lines: WrittenLines;
  readonly index: number;
}

/** The line's own value, or its item. */
function valuePlace(finding: Finding, line: WrittenLine, start: number, lineEnd: number, knows: KnowsKey): WrittenPlace | undefined {
  const { text, offset, lines, index } = finding;
  const climbed = climb(finding, line);
  if (climbed === undefined) return undefined;
  if (climbed.flow !== undefined) return flowPlace(finding, climbed, climbed.flow.start, climbed.flow.indent);
  const cursor = offset - start;
  const itemColumn = line.dashes.at(-1);
  const isHalfItem = line.key !== undefined && itemColumn !== undefined && text.charAt(offset - 1) === ':' && line.value === '' && !knows(climbed.path, line.key);
  if (line.key === undefined || isHalfItem) {
    const word = isHalfItem ? wordAt(text, start + line.column, offset, offset) : wordAt(text, start + line.column, offset, lineEnd);
    if (word === undefined || itemColumn === undefined) return undefined;
    return {
      ...common(finding, climbed, word), path: climbed.path, role: 'item', glued: text.charAt(word.span[0] - 1) === '-' && word.quote === '', closed: false,
      others: new Set([...lines.itemsAround(index, itemColumn).map(unquoted), ...lines.keysAround(index, line.column, false).keys()]),
    };
  }
  const word = cursor < line.valueColumn ? emptyWord(line, offset) : wordAt(text, start + line.valueColumn, offset, lineEnd);
  if (word === undefined) return undefined;
  return {
    ...common(finding, climbed, word), path: [...climbed.path, line.key], role: 'value', glued: text.charAt(offset - 1) === ':' && word.text === '', closed: false,
    others: new Set(),
  };
}

/** Between the colon and a value that stands further on nothing is offered. */
function emptyWord(line: WrittenLine, offset: number): Word | undefined {
  return line.value === '' ? { span: [offset, offset], text: '', quote: '' } : undefined;
}

function keyPlace(finding: Finding, column: number, word: Word, closed: boolean): WrittenPlace | undefined {
  const { lines, index } = finding;
  const own = lines.line(index);
  const climbed = climb(finding, own ?? { indent: column, dashes: [], column, key: undefined, keySpan: undefined, valueColumn: column, value: '' });
  if (climbed === undefined) return undefined;
  if (climbed.flow !== undefined) return flowPlace(finding, climbed, climbed.flow.start, climbed.flow.indent);
  return { ...common(finding, climbed, word), path: climbed.path, role: 'key', glued: false, closed, others: new Set(lines.keysAround(index, column, false).keys()) };
}

/** A line of words: it may still be in a flow collection. */
function inside(finding: Finding, line: WrittenLine): WrittenPlace | undefined {
  const climbed = climb(finding, line);
  return climbed?.flow === undefined ? undefined : flowPlace(finding, climbed, climbed.flow.start, climbed.flow.indent);
}

function common(finding: Finding, climbed: Climbed, word: Word): Pick<WrittenPlace, 'word' | 'typed' | 'flow' | 'lines' | 'written' | 'block'> {
  return {
    word, typed: finding.text.slice(word.span[0], Math.max(word.span[0], finding.offset)), flow: false, lines: finding.lines,
    written: (depth, ...way) => valueOf(follow(finding.lines, climbed.mappings[depth], way)),
    block: (depth, ...way) => blockOf(finding.lines, follow(finding.lines, climbed.mappings[depth], way)),
  };
}

/** Where a mapping of the path is: one of its lines, and its column. */
interface MappingPlace {
  readonly line: number;
  readonly column: number;
}

interface Climbed {
  readonly path: readonly string[];
  /** By depth; undefined where the step is an item of a list. */
  readonly mappings: readonly (MappingPlace | undefined)[];
  /** The flow collection around the cursor that began on a line above, and the column around which it stands. */
  readonly flow: { readonly start: number; readonly indent: number } | undefined;
}

/** The steps of the way from the top level to a line's column; undefined inside a scalar of several lines. */
function climb({ lines, index, text, offset }: Finding, line: WrittenLine): Climbed | undefined {
  const steps: { readonly name: string; readonly mapping: MappingPlace | undefined }[] = [];
  let flow: { readonly start: number; readonly steps: number; readonly indent: number } | undefined;
  let isInText = false;
  let column = line.column;
  let isList = false;
  const enter = (dashes: readonly number[]): void => {
    for (const dash of dashes.toReversed()) {
      steps.push({ name: '0', mapping: undefined });
      column = dash;
      isList = true;
    }
  };
  enter(line.dashes);
  for (let at = index - 1; at >= 0 && (column > 0 || isList) && !lines.parts(at); at -= 1) {
    const above = lines.isDeeper(at, column) ? undefined : lines.line(at);
    if (above === undefined) continue;
    const isParent = above.key !== undefined && (above.column < column || (isList && above.column === column && above.dashes.length === 0));
    const dashes = above.dashes.filter((dash) => dash < column);
    if (!isParent && dashes.length === 0) continue;
    const bare = above.value.replace(/^[&!]\S*(?:\s+[&!]\S*)*\s*/, '');
    // The outermost value that goes on over lines is the one that counts: what it holds only looks like YAML.
    if (bare !== '' && (isParent || above.key === undefined)) {
      isInText = !/^[[{]/.test(bare);
      flow = isInText ? undefined : { start: lines.start(at) + above.valueColumn + above.value.length - bare.length, steps: steps.length, indent: above.indent };
    }
    if (isParent) {
      steps.push({ name: above.key ?? '', mapping: { line: at, column: above.column } });
      column = above.column;
      isList = false;
    }
    enter(dashes.filter((dash) => dash < column));
  }
  if (isInText) return undefined;
  // What is in the flow collection is found by its brackets: the steps by indentation end before it.
  const outer = (flow === undefined ? steps : steps.slice(flow.steps)).toReversed();
  const mappings = outer.map((each) => each.mapping);
  if (flow !== undefined && flowAt(text, flow.start, offset, text.length) === undefined) return undefined;
  const innermost: MappingPlace | undefined = flow === undefined ? { line: index, column: line.column } : undefined;
  return { path: outer.map((each) => each.name), mappings: [...mappings, innermost], flow };
}

function flowPlace(finding: Finding, climbed: Climbed, start: number, indent: number): WrittenPlace | undefined {
  const { text, offset, lines, index } = finding;
  const own = lines.line(index);
  const base = climbed.flow === undefined && own?.key !== undefined ? [...climbed.path, own.key] : climbed.path;
  const found = flowAt(text, start, offset, flowEnd(lines, index, indent));
  if (found === undefined) return undefined;
  const { frames, word, closed } = found;
  const path = [...base];
  const flows = new Map<number, ReadonlyMap<string, string>>();
  for (const [at, frame] of frames.entries()) {
    flows.set(path.length, frame.keys);
    if (frame.kind === '[') path.push('0');
    else if (at < frames.length - 1 || frame.key !== undefined) path.push(frame.key ?? '');
  }
  const last = frames.at(-1);
  const role = last?.kind === '[' ? 'item' : last?.key === undefined ? 'key' : 'value';
  return {
    path, role, word, typed: text.slice(word.span[0], offset), flow: true, closed, lines,
    glued: role === 'value' && text.charAt(offset - 1) === ':' && word.text === '',
    others: new Set([...role === 'value' ? [] : role === 'item' ? last?.items ?? [] : last?.keys.keys() ?? []].filter((each) => each !== word.text)),
    written: (depth, ...way) => {
      const keys = flows.get(depth);
      return keys === undefined ? valueOf(follow(lines, climbed.mappings[depth], way)) : way.length === 1 ? keys.get(way[0] ?? '') : undefined;
    },
    block: (depth, ...way) => blockOf(lines, follow(lines, climbed.mappings[depth], way)),
  };
}

/** Where a flow collection ends at the latest: at the next line that is not indented further than its own. */
function flowEnd(lines: WrittenLines, index: number, indent: number): number {
  for (let at = index + 1; at < lines.count; at += 1) {
    const line = lines.line(at);
    if (line !== undefined && line.indent <= indent && !/^\s*[\]}]/.test(lines.text(at))) return lines.start(at) - 1;
  }
  return lines.start(lines.count - 1) + lines.text(lines.count - 1).length;
}

function follow(lines: WrittenLines, from: MappingPlace | undefined, way: readonly string[]): Sibling | undefined {
  if (from === undefined) return undefined;
  let keys: ReadonlyMap<string, Sibling> = lines.keysAround(from.line, from.column, true);
  let found: Sibling | undefined;
  for (const key of way) {
    found = keys.get(key);
    if (found === undefined) return undefined;
    keys = lines.below(found.line, lines.line(found.line)?.column ?? 0);
  }
  return found;
}

function valueOf(found: Sibling | undefined): string | undefined {
  return found && unquoted(found.value);
}

function blockOf(lines: WrittenLines, found: Sibling | undefined): string | undefined {
  if (found === undefined || !/^[|>]/.test(found.value)) return undefined;
  const column = lines.line(found.line)?.column ?? 0;
  const texts: string[] = [];
  for (let at = found.line + 1; at < lines.count && lines.isDeeper(at, column); at += 1) texts.push(lines.text(at).trimStart());
  return texts.join('\n');
}

// Text to tree. Broken text gives the tree of the rest and a problem at the break; unchanged parts of an
// edited file are not parsed again.

import type { FilePath } from '#core/outside.ts';
import { breakLimit, OverLimit, type Anchor, type Count, type Total } from '#core/yaml/budget.ts';
import { flattenFlows } from '#core/yaml/flatten-flows.ts';
import { buildTree, mapping, segmentBuilding, Words, type Building } from '#core/yaml/build.ts';
import { parseDocuments, type ParsedDocument } from '#core/yaml/library.ts';
import { movedProblem } from '#core/yaml/moved-problem.ts';
import { readPlainBlock } from '#core/yaml/plain-block.ts';
import type { Entry, YamlNode } from '#core/yaml/node.ts';
import { missingColon, strangeCharacter, syntaxProblem, type YamlProblem } from '#core/yaml/problem.ts';
import { scannerFault } from '#core/yaml/scanner-faults.ts';
import { cut, type Segment } from '#core/yaml/segments.ts';
import type { Placement, Span } from '#core/yaml/span.ts';

/** A YAML file: its text, its documents (Compose merges several like overrides), and what is wrong with the text. */
export interface YamlFile {
  readonly file: FilePath;
  readonly text: string;
  /** Never empty; a document without content is undefined. */
  readonly documents: readonly (YamlNode | undefined)[];
  readonly problems: readonly YamlProblem[];
  /** What the next version of the file can use again, by the segment's text. */
  readonly parsed: ReadonlyMap<string, ParsedSegment>;
}

/** A segment as the library parsed it, and as it was built: once for each place where a file has this very text. */
interface ParsedSegment {
  readonly text: string;
  /** Undefined as long as the plain reader was enough. */
  readonly documents: readonly ParsedDocument[] | undefined;
  readonly built: readonly BuiltSegment[];
}

interface BuiltSegment {
  readonly place: Placement;
  readonly nodes: readonly (YamlNode | undefined)[];
  /** At places that count from the segment's start. */
  readonly problems: readonly YamlProblem[];
  /** What its aliases stood for: another meaning of one of them is another tree. */
  readonly used: ReadonlyMap<string, Anchor | undefined>;
  /** The anchors that it sets for what follows. */
  readonly defined: ReadonlyMap<string, Anchor>;
  readonly count: Count;
}

/**
 * Parses a file. With the file's previous version, only what differs from it is parsed: the trees of unchanged segments are
 * the very same, and their spans are those of the new text from then on.
 */
export function parseYaml(file: FilePath, text: string, previous?: YamlFile): YamlFile {
  if (previous?.text === text && previous.file === file) return previous;
  const parsed = parseText(file, text, previous);
  if (text.length > flattenLimit || !isBroken(parsed)) return parsed;
  const flat = flattenFlows(text);
  if (flat === text) return parsed;
  const again = parseText(file, flat, previous);
  return isBroken(again) ? parsed : { ...again, text };
}

/** Characters. A longer file with brackets that are indented too little stays broken: it would cost each keystroke too much. */
const flattenLimit = 100_000;

function isBroken(file: YamlFile): boolean {
  return file.problems.some(({ code }) => code === 'yaml-syntax');
}

function parseText(file: FilePath, text: string, previous: YamlFile | undefined): YamlFile {
  const reading = new Reading(file, text, previous?.parsed);
  try {
    return read(reading, text);
  } catch (error) {
    if (error instanceof OverLimit) return reading.refused(error);
    throw error;
  }
}

function read(reading: Reading, text: string): YamlFile {
  const blocks = cut(text);
  if (blocks === undefined) return reading.whole();
  const entries: Entry[] = [];
  for (const block of blocks) {
    const heads = reading.entries(block.head);
    const head = heads.at(-1);
    if (block.children.length === 0 || head === undefined) {
      entries.push(...heads);
      for (const child of block.children) reading.entries(child);
      continue;
    }
    const children = block.children.flatMap((child) => reading.entries(child));
    const span: Span = [children[0]?.key.span[0] ?? head.value.span[0], endOf(children) ?? head.value.span[1]];
    const value = children.length === 0 ? head.value : mapping(reading.building, children, span, false);
    entries.push(...heads.slice(0, -1), { ...head, value });
  }
  const first = entries[0];
  const root = first === undefined ? undefined : mapping(reading.building, entries, [first.key.span[0], endOf(entries) ?? text.length], false);
  return reading.file([root]);
}

/** Where the last value ends as it is written: an alias ends where it stands, not where its anchor does. */
function endOf(entries: readonly Entry[]): number | undefined {
  const last = entries.at(-1)?.value;
  return last && (last.alias ?? last.span)[1];
}

/** A segment at its place in the file that is being read. */
interface Placed {
  readonly documents: readonly ParsedDocument[] | undefined;
  readonly built: BuiltSegment;
}

/** One pass over a file: what is shared between its segments. */
class Reading {
  readonly building: Building;
  readonly #text: string;
  readonly #previous: ReadonlyMap<string, ParsedSegment> | undefined;
  readonly #parsed = new Map<string, ParsedSegment>();
  readonly #problems: YamlProblem[] = [];
  #breaks = 0;
  /** The document's own value counts too. */
  readonly #total: Total = { visits: 1, values: 1, weight: 1, refused: false };

  constructor(file: FilePath, text: string, previous: ReadonlyMap<string, ParsedSegment> | undefined) {
    this.#text = text;
    this.#previous = previous;
    this.building = { file, words: new Words(), anchors: new Map(), report: (problem) => this.#problems.push(movedProblem(problem, 0)) };
  }

  /** The entries of a segment that is a mapping. */
  entries(segment: Segment): readonly Entry[] {
    return this.#read(segment).flatMap((node) => {
      if (node === undefined || node.kind === 'mapping') return node?.entries ?? [];
      this.#reportNoEntry(node);
      return [];
    });
  }

  /** A word among the entries of a mapping is a key on its way. */
  #reportNoEntry(node: YamlNode): void {
    if (node.kind === 'scalar' && node.style === 'empty') return;
    const { file } = this.building;
    const [start, end] = node.span;
    const line = this.#text.slice(start, end).split('\n', 1)[0]?.trimEnd() ?? '';
    if (this.#problems.some(({ span }) => span[0] <= end && span[1] >= start)) return;
    this.#problems.push({ code: 'yaml-syntax', file, ...missingColon([start, start + line.length], line) });
    this.#broken();
  }

  #broken(): void {
    this.#breaks += 1;
    if (this.#breaks >= breakLimit) throw new OverLimit('no YAML');
  }

  /** The file as one segment, for text that cannot be cut. */
  whole(): YamlFile {
    const nodes = this.#read({ start: 0, end: this.#text.length });
    return this.file(nodes.length === 0 ? [undefined] : nodes);
  }

  /** The file without content: it goes over a limit. */
  refused({ message, span }: OverLimit): YamlFile {
    const { file } = this.building;
    const problems = span === undefined ? this.#problems : [{ code: 'yaml-syntax', message, file, span } as const];
    return { file, text: this.#text, documents: [undefined], problems: problems.toSorted((a, b) => a.span[0] - b.span[0]), parsed: new Map() };
  }

  file(documents: readonly (YamlNode | undefined)[]): YamlFile {
    const problems = this.#problems.toSorted((a, b) => a.span[0] - b.span[0]);
    return { file: this.building.file, text: this.#text, documents, problems, parsed: this.#parsed };
  }

  #read(segment: Segment): readonly (YamlNode | undefined)[] {
    const text = this.#text.slice(segment.start, segment.end);
    const before = this.#parsed.get(text);
    const known = before ?? this.#previous?.get(text);
    const last = this.#previous?.get(text)?.built[before?.built.length ?? 0];
    const parsed = known ?? { text: detached(text), documents: undefined, built: [] };
    const { documents, built } = this.#place(parsed, last, segment.start);
    this.#parsed.set(parsed.text, { text: parsed.text, documents, built: before === undefined ? [built] : [...before.built, built] });
    for (const problem of built.problems) {
      this.#problems.push(movedProblem(problem, segment.start));
      if (problem.code === 'yaml-syntax') this.#broken();
    }
    return built.nodes;
  }

  /** The segment at an offset of the file: as it was built last where that still holds, built anew where not. */
  #place(parsed: ParsedSegment, last: BuiltSegment | undefined, base: number): Placed {
    const { anchors } = this.building;
    if (last === undefined || !last.count.fitsBehind(this.#total) || ![...last.used].every(([name, anchor]) => anchors.get(name)?.node === anchor?.node)) return this.#build(parsed, base);
    for (const [name, anchor] of last.defined) anchors.set(name, anchor);
    this.#add(last.count);
    last.place.base = base;
    return { documents: parsed.documents, built: last };
  }

  #add(count: Count): void {
    this.#total.visits += count.visits;
    this.#total.values += count.values;
    this.#total.weight += count.weight;
    this.#total.refused ||= count.refused;
  }

  #build(parsed: ParsedSegment, base: number): Placed {
    const problems: YamlProblem[] = [];
    const { file } = this.building;
    const place: Placement = { base };
    const building = segmentBuilding(this.building, parsed.text, place, this.#total, problems);
    const placed = (nodes: readonly (YamlNode | undefined)[], said: readonly YamlProblem[]): BuiltSegment => (
      { place, nodes, problems: said.map((problem) => movedProblem(problem, -base)), used, defined, count }
    );
    const { used, defined, count } = building;
    const plain = parsed.documents === undefined ? readPlainBlock(building) : undefined;
    const strange = strangeCharacter(file, parsed.text, base);
    if (plain !== undefined) {
      this.#add(count);
      const fault = strange ?? scannerFault(file, parsed.text, base, [plain.node]);
      return { documents: undefined, built: placed([plain.node], fault === undefined ? problems : [...problems, fault]) };
    }
    used.clear();
    count.reset();
    problems.length = 0;
    const broken: YamlProblem[] = strange === undefined ? [] : [strange];
    const documents = parsed.documents ?? parseDocuments(parsed.text, base);
    const nodes = documents.map(({ contents, errors }) => {
      const problem = syntaxProblem(file, errors, parsed.text, base);
      if (problem !== undefined) broken.push(problem);
      if (documents.length > 1) count.document();
      return contents === null ? undefined : buildTree(contents, building);
    });
    const fault = broken.length === 0 ? scannerFault(file, parsed.text, base, nodes) : undefined;
    if (fault !== undefined) broken.push(fault);
    // What a broken text seems to say is no second fault.
    const said = broken.length === 0 ? problems : [...broken, ...problems.filter(({ code }) => code !== 'yaml-syntax')];
    this.#add(count);
    return { documents, built: placed(nodes, said) };
  }
}

/** A copy that does not keep the text alive that it was sliced from: parsed segments live as long as the file is open. */
function detached(slice: string): string {
  return ` ${slice}`.slice(1);
}


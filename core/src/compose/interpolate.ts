// Interpolation of `$VAR` and `${VAR:-default}` in values, with every part of the result still located.
// The grammar is that of compose-go's template package.

import type { Entry, Mapping, Scalar, YamlNode } from '#core/yaml/node.ts';
import { part, type Located, type Piece, type Text } from '#core/yaml/span.ts';

/** What variables are known to be worth. A shell may set others: they are unknown, not empty. */
export type Variables = ReadonlyMap<string, string>;

export interface InterpolationProblem {
  readonly code: 'interpolation-syntax' | 'required-variable' | 'undefined-variable';
  readonly message: string;
  readonly at: Located<string>;
}

/** A variable as a text uses it. */
export interface VariableUse {
  readonly name: string;
  readonly at: Located<string>;
  readonly operator: '' | ':-' | '-' | ':?' | '?' | ':+' | '+';
}

/** What interpolation made of trees: the same tree with the same variables is not read again. */
export class Interpolated {
  readonly #shared = new WeakMap<Variables, WeakMap<readonly unknown[], Shared>>();
  readonly #trees = new WeakMap<YamlNode, { readonly variables: Variables; readonly tree: YamlNode; readonly problems: readonly InterpolationProblem[] }>();

  /** The tree with every value interpolated; keys stay. Parts without a variable are the very same nodes. */
  tree(node: YamlNode, variables: Variables, problem: (problem: InterpolationProblem) => void): YamlNode {
    return this.#at(node, variables, problem, 0);
  }

  #sharedWith(variables: Variables): WeakMap<readonly unknown[], Shared> {
    const known = this.#shared.get(variables) ?? new WeakMap<readonly unknown[], Shared>();
    this.#shared.set(variables, known);
    return known;
  }

  /** Remembers down to the services: what is deeper changes as a whole. */
  #at(node: YamlNode, variables: Variables, problem: (problem: InterpolationProblem) => void, depth: number): YamlNode {
    if (node.kind !== 'mapping' || depth > 2) return interpolateNode(node, { variables, problem, shared: this.#sharedWith(variables) });
    const known = this.#trees.get(node);
    if (known?.variables === variables) {
      known.problems.forEach(problem);
      return known.tree;
    }
    const problems: InterpolationProblem[] = [];
    const tree = inEntries(node, (value) => this.#at(value, variables, (each) => problems.push(each), depth + 1));
    this.#trees.set(node, { variables, tree, problems });
    problems.forEach(problem);
    return tree;
  }
}

/** A text interpolated by itself. */
export function interpolateText(text: Text, variables: Pick<Variables, 'get'>, problem: (problem: InterpolationProblem) => void): Text {
  return interpolate(text, { variables, problem });
}

interface Interpolation {
  readonly variables: Pick<Variables, 'get'>;
  readonly problem: (problem: InterpolationProblem) => void;
  /** What was made of the contents that several nodes share by an alias. */
  readonly shared?: WeakMap<readonly unknown[], Shared>;
}

interface Shared {
  readonly changed: readonly unknown[];
  readonly problems: readonly InterpolationProblem[];
}

/** Deeper nesting of `${A:-${B:-…}}` is not worked out: nobody writes it, and each level costs room on the stack. */
const nestingLimit = 100;

/** Characters. A longer text is cut: it comes from variables that double each other. */
const longestText = 65_536;

/** A tree interpolated once. */
export function interpolateTree(node: YamlNode, variables: Variables, problem: (problem: InterpolationProblem) => void): YamlNode {
  return new Interpolated().tree(node, variables, problem);
}

function inEntries(node: Mapping, change: (value: YamlNode) => YamlNode): Mapping {
  const entries = mapChanged(node.entries, (entry): Entry => {
    const value = change(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  });
  return entries === node.entries ? node : { ...node, entries };
}

function interpolateNode(node: YamlNode, context: Interpolation): YamlNode {
  switch (node.kind) {
    case 'scalar': {
      if (!node.content.includes('$')) return node;
      const text = interpolate(node.text, context);
      return node.with({ value: text.value, text });
    }
    case 'sequence': {
      const items = sharing(node.items, node.alias !== undefined, context, interpolatedItems);
      return items === node.items ? node : { ...node, items };
    }
    case 'mapping': {
      const entries = sharing(node.entries, node.alias !== undefined, context, interpolatedEntries);
      return entries === node.entries ? node : { ...node, entries };
    }
  }
}

// Loops, because a tree has thousands of nodes in which nothing is to be changed.

function interpolatedItems(items: readonly YamlNode[], context: Interpolation): readonly YamlNode[] {
  let copy: YamlNode[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as YamlNode;
    const changed = interpolateNode(item, context);
    if (changed !== item) (copy ??= [...items])[index] = changed;
  }
  return copy ?? items;
}

function interpolatedEntries(entries: readonly Entry[], context: Interpolation): readonly Entry[] {
  let copy: Entry[] | undefined;
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] as Entry;
    const value = interpolateNode(entry.value, context);
    if (value !== entry.value) (copy ??= [...entries])[index] = { ...entry, value };
  }
  return copy ?? entries;
}

/** The contents of a node changed; those that an alias stands for only once. */
function sharing<T>(all: readonly T[], isAlias: boolean, context: Interpolation, change: (all: readonly T[], context: Interpolation) => readonly T[]): readonly T[] {
  if (!isAlias || context.shared === undefined) return change(all, context);
  let known = context.shared.get(all);
  if (known === undefined) {
    const problems: InterpolationProblem[] = [];
    known = { changed: change(all, { ...context, problem: (problem) => problems.push(problem) }), problems };
    context.shared.set(all, known);
  }
  known.problems.forEach(context.problem);
  return known.changed as readonly T[];
}

function mapChanged<T>(all: readonly T[], change: (each: T) => T): readonly T[] {
  let copy: T[] | undefined;
  for (let index = 0; index < all.length; index += 1) {
    const each = all[index] as T;
    const changed = change(each);
    if (changed !== each) (copy ??= [...all])[index] = changed;
  }
  return copy ?? all;
}

/** A text with its variables replaced. */
function interpolate(text: Text, context: Interpolation, depth = 0): Text {
  const result = new Joined(text);
  const source = text.value;
  let literal = 0;
  for (let at = source.indexOf('$'); at !== -1; at = source.indexOf('$', at)) {
    const next = source.charAt(at + 1);
    if (next === '$') {
      result.add(part(text, literal, at + 1));
      at += 2;
      literal = at;
      continue;
    }
    const named = /^[_a-z][_a-z0-9]*/i.exec(source.slice(at + 1));
    if (named === null && next !== '{') {
      at += 1;
      continue;
    }
    const end = named === null ? closingBrace(source, at + 2) : at + 1 + named[0].length;
    if (end === -1) {
      report(context, text, at, source.length, source);
      break;
    }
    if (at > literal) result.add(part(text, literal, at));
    const inner = named === null ? part(text, at + 2, end - 1) : part(text, at + 1, end);
    result.add(substitute(inner, part(text, at, end), context, depth, () => report(context, text, at, end, source)));
    at = end;
    literal = end;
  }
  if (literal < source.length) result.add(literal === 0 ? text : part(text, literal, source.length));
  return result.text();
}

function report(context: Interpolation, text: Text, from: number, to: number, whole: string): void {
  const at = part(text, from, to);
  context.problem({ code: 'interpolation-syntax', at, message: `${whole.slice(from, to)} is no variable that Compose can read: write $$ for a plain $` });
}

/** The offset behind the brace that closes the one before `from`, or -1. */
function closingBrace(source: string, from: number): number {
  let open = 1;
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '}') open -= 1;
    else if (character === '$' && source.charAt(at + 1) === '{') open += 1;
    if (open === 0) return at + 1;
  }
  return -1;
}

const expression = /^([_a-z][_a-z0-9]*)(?:(:?[-?+])([^\n]*))?$/i;

/** What stands for one `${…}`: its value, its default, or a text that cannot be known. */
function substitute(inner: Text, whole: Text, context: Interpolation, depth: number, invalid: () => void): Text {
  const match = expression.exec(inner.value);
  if (match === null) {
    invalid();
    return constant(whole, '', []);
  }
  const [, name = '', operator = ''] = match;
  const known = context.variables.get(name);
  const set = operator.startsWith(':') ? known !== undefined && known !== '' : known !== undefined;
  // The argument is worked out even where it does not count: `${X:-${Y:?}}` stops the load also when X is set.
  if (depth > nestingLimit) return constant(whole, '', [name]);
  const isUsed = set === (operator.at(-1) === '+');
  const problem = (each: InterpolationProblem): void => {
    if (isUsed || each.code !== 'undefined-variable') context.problem(each);
  };
  const rest = part(inner, name.length + operator.length, inner.value.length);
  const argument = rest.value.includes('$') ? interpolate(rest, { ...context, problem }, depth + 1) : rest;
  switch (operator.at(-1)) {
    case '-': return set ? constant(whole, known ?? '', []) : inside(argument, whole);
    case '+': return set ? inside(argument, whole) : constant(whole, '', []);
    case '?': {
      if (set) return constant(whole, known ?? '', []);
      const message = argument.value;
      context.problem({ code: 'required-variable', at: whole, message: `${name} must have a value${message === '' ? '' : `: ${message}`}` });
      return constant(whole, '', [name]);
    }
    default:
      if (known !== undefined) return constant(whole, known, []);
      context.problem({ code: 'undefined-variable', at: whole, message: name });
      return constant(whole, '', [name]);
  }
}

/** The argument of a `${…}` that stands for it. */
function inside(argument: Text, { span }: Text): Text {
  return argument.pieces === undefined ? argument : { ...argument, pieces: argument.pieces.map((piece) => ({ ...piece, whole: span })) };
}

/** A text that stands for a whole `${…}`. */
function constant(whole: Text, value: string, unresolved: readonly string[]): Text {
  const pieces: readonly Piece[] | undefined = whole.pieces === undefined ? undefined : [{ from: 0, to: value.length, span: whole.span, verbatim: false }];
  return { value, file: whole.file, span: whole.span, pieces, unresolved };
}

/** Most texts depend on nothing that is unknown. */
const none: readonly string[] = [];

/** Texts one behind the other. */
class Joined {
  readonly #whole: Text;
  readonly #pieces: Piece[] = [];
  #unresolved: Set<string> | undefined;
  #value = '';
  #located = true;

  constructor(whole: Text) {
    this.#whole = whole;
  }

  add(text: Text): void {
    const room = longestText - this.#value.length;
    if (text.value.length > room && this.#value !== '') {
      this.#located = false;
      // A slice shares its text with the variable; a joined text would be a copy for each use.
      this.#value = room > 0 ? this.#value + text.value.slice(0, room) : this.#value.slice(0, longestText);
      return;
    }
    if (text.pieces === undefined) this.#located = false;
    for (const piece of text.pieces ?? []) {
      this.#pieces.push({ ...piece, from: piece.from + this.#value.length, to: piece.to + this.#value.length });
    }
    for (const name of text.unresolved) (this.#unresolved ??= new Set()).add(name);
    this.#value += text.value;
  }

  text(): Text {
    const { file, span } = this.#whole;
    return { value: this.#value, file, span, pieces: this.#located ? this.#pieces : undefined, unresolved: this.#unresolved === undefined ? none : [...this.#unresolved] };
  }
}

/** Every variable that a text names, nested ones too. */
export function variablesIn(scalar: Scalar): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  const pattern = /\$(?:\$|\{?([_a-z][_a-z0-9]*)(:?[-?+])?)/gi;
  const text = scalar.text;
  for (const match of text.value.matchAll(pattern)) {
    const name = match[1];
    if (name === undefined) continue;
    const braced = match[0].startsWith('${');
    const from = match.index + (braced ? 2 : 1);
    const operator = (braced ? match[2] ?? '' : '') as VariableUse['operator'];
    uses.push({ name, at: part(text, from, from + name.length), operator });
  }
  return uses;
}


// What cannot be seen in a text although it counts, in grey behind it: the values of variables, the value that another
// file puts in the place of this one, the image of a service that is extended. Nothing is said that stands there anyway.

import { shownAt, valueOf, type FilePart } from '#core/language/effective.ts';
import { writtenVariables } from '#core/language/hover/variable.ts';
import { fileName, whereIs } from '#core/language/hover/where.ts';
import { mask } from '#core/language/masking.ts';
import { extendedService, isReplaced, originsOf, sharedPath, variablesFor } from '#core/language/origins.ts';
import { nodeAt } from '#core/language/place.ts';
import type { Run } from '#core/language/prose.ts';
import { entries, get, isNull, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

/** Which hints are wanted. */
export interface HintKinds {
  readonly variables: boolean;
  readonly overrides: boolean;
  readonly extends: boolean;
}

export const allHints: HintKinds = { variables: true, overrides: true, extends: true };

export interface InlayHint {
  /** Behind what it stands. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: readonly Run[];
}

/** Characters of a value that are shown. */
const labelLimit = 48;

/** The hints between two offsets of a file; `parts` are the file in each project that it belongs to. */
export function hintsIn(parts: readonly FilePart[], [from, to]: Span, kinds: HintKinds): readonly InlayHint[] {
  const [first] = parts;
  if (first === undefined) return [];
  const hints: InlayHint[] = [];
  for (const document of first.file.documents) {
    // Few things are defined more than once: only their values need to be looked for elsewhere.
    const contested = new Map<string, boolean>();
    const isContested = ([kind = '', name = '']: readonly string[]): boolean => {
      const key = `${kind}\n${name}`;
      const known = contested.get(key) ?? parts.some(({ project }) => originsOf(project, [kind, name]).length > 1);
      contested.set(key, known);
      return known;
    };
    for (const { scalar, path } of scalarsIn(document, [from, to], [])) {
      const hint = (kinds.overrides && isContested(path) ? overridden(parts, scalar, path) : undefined) ?? (kinds.variables ? filledIn(parts, scalar, path) : undefined);
      if (hint !== undefined) hints.push(hint);
    }
    if (kinds.extends) hints.push(...extendedImages(first, document, [from, to]));
  }
  return hints.toSorted((a, b) => a.offset - b.offset);
}

interface Found {
  readonly scalar: Scalar;
  readonly path: readonly string[];
}

/** The values that stand there themselves, and not by an alias. */
function* scalarsIn(node: YamlNode | undefined, range: Span, path: readonly string[]): Generator<Found> {
  if (node === undefined || node.alias !== undefined || node.span[0] > range[1] || node.span[1] < range[0]) return;
  if (node.kind === 'scalar') {
    if (node.style !== 'empty') yield { scalar: node, path };
  } else if (node.kind === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* scalarsIn(item, range, [...path, String(index)]);
  } else for (const { key, value, merged } of node.entries) {
    if (merged === undefined) yield* scalarsIn(value, range, [...path, key.content]);
  }
}

/** One label where all environments agree, else one for each of them that has something to say. */
function labelled(answers: readonly { readonly text: string | undefined; readonly environment: string }[]): string | undefined {
  const said = answers.filter((each): each is { text: string; environment: string } => each.text !== undefined);
  const [first] = said;
  if (first === undefined) return undefined;
  const names = new Map<string, string[]>();
  for (const { text, environment } of said) names.set(text, [...names.get(text) ?? [], environment]);
  if (names.size === 1 && said.length === answers.length) return first.text;
  return [...names].map(([text, environments]) => `${text} (${environments.join(', ')})`).join(', ');
}

function filledIn(parts: readonly FilePart[], scalar: Scalar, path: readonly string[]): InlayHint | undefined {
  if (!scalar.content.includes('$') || scalar.style === 'block') return undefined;
  const [first] = parts;
  const used = first === undefined ? [] : writtenVariables(first.file, scalar);
  const answers = parts.map((part) => {
    const variables = variablesFor(part.project, part.file.file);
    const node = part.documents.map((document) => nodeAt(document, path)).find((each) => each?.span[0] === scalar.span[0]);
    // A default that counts can be seen where it stands, and of an unknown value a finding speaks.
    const isHidden = used.some(({ name }) => (variables.get(name) ?? '') !== '');
    const text = node?.kind === 'scalar' && isHidden && node.text.unresolved.length === 0 ? shownAt(part.project, node, path) : mask;
    return { text: text.endsWith(mask) && text.replace(/^[\w.-]+=/, '') === mask ? undefined : shortened(text), environment: part.project.environment.name };
  });
  const label = labelled(answers);
  return label === undefined ? undefined : { offset: scalar.span[1], label: `= ${label}`, tooltip: ['With the variables filled in'] };
}

function overridden(parts: readonly FilePart[], scalar: Scalar, path: readonly string[]): InlayHint | undefined {
  const shared = path.length < 2 ? undefined : sharedPath(path, scalar);
  if (shared === undefined) return undefined;
  const tooltip: Run[] = [];
  const answers = parts.map((part) => {
    const environment = part.project.environment.name;
    const origins = originsOf(part.project, shared);
    const counting = origins.at(-1);
    const own = origins.findIndex(({ node }) => node === scalar);
    if (counting === undefined || own === -1 || own === origins.length - 1 || !isReplaced(shared, origins)) return { text: undefined, environment };
    if (tooltip.length === 0) tooltip.push(...whereIs(part.file.file, counting.file.file, counting.file.text, counting.span[0]), ' counts');
    if (counting.node.tag === '!reset') return { text: 'nothing', environment };
    // The same again is no news.
    if (counting.node.kind === 'scalar' && counting.node.content === scalar.content) return { text: undefined, environment };
    if (isNull(counting.node)) return { text: 'from the shell', environment };
    return { text: counting.node.kind === 'scalar' ? shortened(shownAt(part.project, valueOf(part.project, counting.node), shared)) : fileName(part.file.file, counting.file.file), environment };
  });
  const label = labelled(answers);
  return label === undefined ? undefined : { offset: scalar.span[1], label: `overridden: ${label}`, tooltip };
}

/** Behind `extends`: the image that comes with it. */
function extendedImages({ project, file }: FilePart, document: YamlNode | undefined, [from, to]: Span): readonly InlayHint[] {
  return entries(get(document, 'services')).flatMap(({ value, merged }): InlayHint[] => {
    const extended = get(value, 'extends');
    const name = extended?.kind === 'scalar' ? extended : get(extended, 'service');
    if (merged !== undefined || value.alias !== undefined || name?.kind !== 'scalar' || name.alias !== undefined || name.span[1] < from || name.span[1] > to) return [];
    if (get(value, 'image') !== undefined || get(value, 'build') !== undefined) return [];
    const found = extendedService(project, file, value);
    const origin = found && originsOf({ ...project, environment: { ...project.environment, files: [found.file.file] } }, ['services', found.service, 'image']).at(-1);
    if (origin?.node.kind !== 'scalar') return [];
    return [{ offset: name.span[1], label: `image ${shortened(origin.node.content)}`, tooltip: whereIs(file.file, origin.file.file, origin.file.text, origin.span[0]) }];
  });
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= labelLimit ? line : `${line.slice(0, labelLimit - 1)}…`;
}

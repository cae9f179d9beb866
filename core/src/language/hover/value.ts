// What a key comes to when its variables are filled in and all files of the project are merged, and which file says so.

import { shownAt, shownTree, valueOf, type FilePart } from '#core/language/effective.ts';
import type { HoverSubject } from '#core/language/hover/hover.ts';
import { inProjects } from '#core/language/hover/in-projects.ts';
import { whereIs } from '#core/language/hover/where.ts';
import { isReplaced, originsOf, sharedPath, type Origin } from '#core/language/origins.ts';
import { nodeAt } from '#core/language/place.ts';
import type { Block, Run } from '#core/language/prose.ts';
import { isNull, type YamlNode } from '#core/yaml/node.ts';

/** The value at a place, where it is another one than a person sees there. */
export function describeValue({ place, parts }: HoverSubject): readonly Block[] {
  const { path, node } = place;
  if (path.length < 2 || path.length === 2 && path[0] === 'services') return [];
  const shared = sharedPath(path, node);
  if (node.kind === 'scalar' || shared === undefined) return inProjects(parts, (part) => single(part, path, shared, node));
  const values = inProjects(parts, (part) => several(part, shared, node));
  const [part] = parts;
  return part === undefined || values.length === 0 ? values : [...values, ...mergedTree(part, shared)];
}

/** "Value nginx:1.27". Nothing where the text stands for itself. */
function filledIn(part: FilePart, path: readonly string[], written: YamlNode): readonly Run[] | undefined {
  const node = own(part, path, written);
  return node?.kind !== 'scalar' || written.kind !== 'scalar' || node.content === written.content ? undefined : ['Value ', { code: cut(shownAt(part.project, node, path)) }];
}

function single(part: FilePart, path: readonly string[], shared: readonly string[] | undefined, written: YamlNode): readonly Run[] | undefined {
  const origins = shared === undefined ? [] : originsOf(part.project, shared);
  const isMine = ({ node }: Origin): boolean => node.file === written.file && node.span[0] === written.span[0];
  const counting = origins.at(-1);
  const value = filledIn(part, path, written) ?? [];
  if (counting === undefined || origins.length < 2 || !isReplaced(shared ?? path, origins)) return value;
  if (!isMine(counting)) return [...value, value.length === 0 ? 'Overridden: ' : '. Overridden: ', ...counting.node.tag === '!reset' ? ['removed'] : [...said(part, shared ?? path, counting.node), ' counts'], ', from ', ...from(part, counting)];
  const others = origins.slice(0, -1).filter((each) => !isMine(each));
  if (others.length === 0) return value;
  return [...value, value.length === 0 ? 'Overrides ' : '. Overrides ', ...others.toReversed().flatMap((each, index): Run[] => [...index === 0 ? [] : [', '], ...said(part, shared ?? path, each.node), ' of ', ...from(part, each)])];
}

function several(part: FilePart, path: readonly string[], written: YamlNode): readonly Run[] | undefined {
  const origins = originsOf(part.project, path);
  if (origins.length < 2 || origins.every(({ node }) => node === written)) return undefined;
  const isAlone = origins.at(-1)?.node.tag === '!override' || origins.at(-1)?.node.tag === '!reset';
  return [isAlone ? 'Replaced over ' : 'Merged from ', ...origins.flatMap((each, index): Run[] => [...index === 0 ? [] : [', then '], ...from(part, each)])];
}

/** What is left of the value in the project as it was checked last. */
function mergedTree({ project, isCurrent }: FilePart, path: readonly string[]): readonly Block[] {
  const merged = isCurrent ? nodeAt(project.root, path) : undefined;
  const text = merged === undefined || merged.kind === 'scalar' ? '' : shownTree(project, merged, path.at(-1) ?? '');
  return text === '' ? [] : [{ yaml: text }];
}

function own({ documents }: FilePart, path: readonly string[], written: YamlNode): YamlNode | undefined {
  return documents.map((document) => nodeAt(document, path)).find((each) => each?.span[0] === written.span[0]);
}

/** A value of any file. */
function said({ project }: FilePart, path: readonly string[], node: YamlNode): readonly Run[] {
  if (isNull(node)) return ['the value of the shell'];
  return node.kind === 'scalar' ? [{ code: cut(shownAt(project, valueOf(project, node), path)) }] : [node.kind === 'mapping' ? 'a mapping' : 'a list'];
}

function from({ file }: FilePart, { file: { file: path, text }, span, extended }: Origin): readonly Run[] {
  return [...whereIs(file.file, path, text, span[0]), ...extended === undefined ? [] : [' (extends ', { code: extended }, ')']];
}

/** A text as long as anybody reads in a hover. */
export function cut(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

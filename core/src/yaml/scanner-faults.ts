// What go-yaml's scanner, Compose's, refuses and the library lets through: tabs between blocks, a version of YAML, text
// behind the end of a document, tags glued to a bracket. Each is looked for only where its characters are.

import type { FilePath } from '#core/outside.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlProblem } from '#core/yaml/problem.ts';

type Places = (offset: number) => 'block' | 'quoted' | 'flow' | undefined;

/** The first fault of a segment, whose trees are known. */
export function scannerFault(file: FilePath, source: string, base: number, nodes: readonly (YamlNode | undefined)[]): YamlProblem | undefined {
  const places: Places = (offset) => nodes.map((node) => (node === undefined ? undefined : placeIn(node, base + offset))).find((each) => each !== undefined);
  const problem = (message: string, start: number, end: number): YamlProblem => ({ code: 'yaml-syntax', message, file, span: [base + start, base + end], byCompose: true });
  return versionFault(source, problem) ?? endFault(source, problem) ?? tabFault(source, places, problem) ?? tagFault(source, base, nodes, problem);
}

type Make = (message: string, start: number, end: number) => YamlProblem;

function versionFault(source: string, problem: Make): YamlProblem | undefined {
  if (!source.includes('%YAML')) return undefined;
  const found = /^%YAML[ \t]+(?!1\.1(?:\s|$))\S+/m.exec(source);
  return found === null || /^(?!%|#|[ \t]*$|---|\.\.\.)/m.test(source.slice(0, found.index).replace(/\n$/, '')) ? undefined : problem('Compose reads YAML 1.1 only and refuses the file: remove this line', found.index, found.index + found[0].length);
}

function endFault(source: string, problem: Make): YamlProblem | undefined {
  if (!source.includes('\n...')) return undefined;
  const found = /^\.\.\.[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?!---(?:\s|$)|\.\.\.(?:\s|$)|%|#|\s)/m.exec(source);
  if (found === null || found.index + found[0].length === source.length) return undefined;
  const start = found.index + found[0].length;
  return problem('Text behind the end of the document: begin another with "---", or remove the "..."', start, start + (/^[^\s:]*/.exec(source.slice(start))?.[0].length || 1));
}

/** A tab where only blanks may indent: alone on its line, before a comment, behind a dash. Brackets and quotes take it. */
function tabFault(source: string, places: Places, problem: Make): YamlProblem | undefined {
  if (!source.includes('\t')) return undefined;
  for (const { index, 0: text } of source.matchAll(/^\t[ \t]*(?=#|\r?$)|^ *(?:- +)*- *\t(?=[ \t]*\S)/gm)) {
    const at = index + text.indexOf('\t');
    const place = places(at);
    if (place === undefined || (place === 'block' && at === index)) return problem('YAML allows no tab here: indent with spaces', at, at + 1);
  }
  return undefined;
}

/** `{a: !reset}`: within brackets a tag reaches to the next blank. */
function tagFault(source: string, base: number, nodes: readonly (YamlNode | undefined)[], problem: Make): YamlProblem | undefined {
  if (!/![\w!]{0,64}[,[\]{}]/.test(source)) return undefined;
  for (const node of nodes) {
    const at = node === undefined ? undefined : gluedTag(node, source, base, false);
    if (at !== undefined) return problem(`A blank is missing behind the tag: Compose takes "${source.charAt(at)}" for a part of it`, at, at + 1);
  }
  return undefined;
}

/** Where a bracket or comma stands right behind a tag. */
function gluedTag(node: YamlNode, source: string, base: number, inFlow: boolean): number | undefined {
  if (node.alias !== undefined) return undefined;
  if (inFlow && node.tag !== undefined) {
    const start = node.span[0] - base;
    const within = node.tag.search(/[,[\]{}]/);
    if (within !== -1) return source.lastIndexOf('!', start) + within;
    // A value that is not there stands before its tag.
    const at = start + (node.kind === 'scalar' && node.style === 'empty' ? /^\s*![^\s,[\]{}]*/.exec(source.slice(start))?.[0].length ?? 0 : 0);
    if (/[^\s][,[\]{}]/.test(source.slice(at - 1, at + 1))) return at;
  }
  const flow = node.kind !== 'scalar' && node.flow;
  const content = node.kind === 'sequence' ? node.items : node.kind === 'mapping' ? node.entries.flatMap(({ value, merged }) => (merged === undefined ? [value] : [])) : [];
  for (const each of content) {
    const found = gluedTag(each, source, base, flow);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What holds an offset that takes tabs of its own. */
function placeIn(node: YamlNode, offset: number): ReturnType<Places> {
  if (node.alias !== undefined || node.span[0] > offset || node.span[1] < offset) return undefined;
  switch (node.kind) {
    case 'scalar': return node.style === 'block' ? 'block' : node.style === 'plain' || node.style === 'empty' ? undefined : 'quoted';
    case 'sequence': return node.flow ? 'flow' : first(node.items, offset);
    case 'mapping': return node.flow ? 'flow' : first(node.entries.flatMap(({ key, value, merged }) => (merged === undefined ? [key, value] : [])), offset);
  }
}

function first(nodes: readonly YamlNode[], offset: number): ReturnType<Places> {
  for (const node of nodes) {
    const place = placeIn(node, offset);
    if (place !== undefined) return place;
  }
  return undefined;
}

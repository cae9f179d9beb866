// The specification's judgement while a project is loaded: each file is judged on what is merged so far, as Compose
// does it, and a fault is said once. What broken text explains is not said at all.

import { validateConsistency } from '#core/compose/validate/consistency.ts';
import type { TreeProblem } from '#core/compose/validate/findings.ts';
import { validateReferences, validateTree } from '#core/compose/validate/validate-tree.ts';
import type { Resource, Service } from '#core/compose/model.ts';
import type { Loading } from '#core/project/loading.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** What stands in one document and is gone from the merged model: `include` and `extends`. */
export function judgeDocument(tree: YamlNode, loading: Loading): void {
  validateReferences(tree, reporter(loading));
}

/** A model as it is after one document, and as it was before that. */
export function judgeModel(model: YamlNode, before: YamlNode | undefined, loading: Loading): void {
  validateTree(model, reporter(loading), loading.parsed.validated, before);
}

/** The whole project: what Compose asks of the services that take part. */
export function judgeProject(root: YamlNode | undefined, services: Iterable<Service>, secrets: Iterable<Resource>, loading: Loading): void {
  validateConsistency(services, secrets, reporter(loading), loading.parsed.consistent);
  const [first] = loading.read.values();
  const isEmpty = root === undefined ? !loading.problems.some(({ code }) => code === 'yaml-syntax' || code === 'wrong-type') : root.kind === 'mapping' && root.entries.every(({ key }) => key.content === 'version');
  if (isEmpty && first !== undefined && !loading.partial) loading.report({ code: 'empty-file', message: 'The file defines nothing: Compose refuses it', at: { value: undefined, file: first.file, span: firstLine(first.text) } });
}

function firstLine(text: string): Span {
  const from = Math.max(0, text.search(/\S/));
  const end = text.indexOf('\n', from);
  return [from, end === -1 ? text.length : end];
}

function reporter(loading: Loading): (problem: TreeProblem) => void {
  return (problem) => {
    const { file, span } = problem.at;
    const place = `${file}:${span[0]}:${problem.code}:${problem.message}`;
    if (loading.said.has(place)) return;
    loading.said.add(place);
    if (problem.code === 'missing-property' && loading.partial) return;
    if (isExplained(problem, loading.read.get(file))) return;
    loading.report(problem);
  };
}

/** Whether the text is broken where the problem is; what is missing, and what is a key below it, may be so because of any break. */
function isExplained({ code, absent, at }: TreeProblem, file: YamlFile | undefined): boolean {
  const breaks = file?.problems.filter(({ code }) => code === 'yaml-syntax') ?? [];
  if (file === undefined || breaks.length === 0) return false;
  if (absent) return true;
  return breaks.some(({ span }) => (code === 'unknown-key' && span[0] <= at.span[0]) || isInBlock(file.text, span, at.span[0]));
}

/** Whether an offset lies in the service, or what else is indented once, in which the text breaks. */
function isInBlock(text: string, [start, end]: Span, offset: number): boolean {
  const unit = /^( +)[^\s#]/m.exec(text)?.[1]?.length ?? 2;
  let from = 0;
  for (let lineStart = 0; lineStart <= text.length;) {
    const next = text.indexOf('\n', lineStart);
    const lineEnd = next === -1 ? text.length : next;
    const line = text.slice(lineStart, lineEnd);
    const indent = line.search(/[^ ]/);
    if (indent !== -1 && indent <= unit && !/^\s*(?:#|\t|$)/.test(line) && lineStart <= offset) from = lineStart;
    else if (indent !== -1 && indent <= unit && !/^\s*(?:#|\t|$)/.test(line)) return start < lineStart && end >= from;
    lineStart = lineEnd + 1;
  }
  return end >= from;
}


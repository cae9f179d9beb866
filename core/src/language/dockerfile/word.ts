// What stands at an offset of a Dockerfile: a stage, a variable, or what is copied.

import type { Assignment, BuildMount, Copy, Dockerfile, Stage } from '#core/dockerfile/read.ts';
import { isAt } from '#core/language/mention.ts';
import { stagePlaces } from '#core/language/stages.ts';
import type { Located, Span } from '#core/yaml/span.ts';

/** A word that means something beyond itself. */
export type Word =
  | { readonly kind: 'stage'; readonly span: Span; readonly stage: Stage; readonly role: 'definition' | 'use' }
  /** `stage`: the one in which it stands; undefined for what `FROM` takes, and before the first one. */
  | { readonly kind: 'variable'; readonly span: Span; readonly name: string; readonly stage: Stage | undefined; readonly assignment: Assignment | undefined }
  | { readonly kind: 'source'; readonly span: Span; readonly source: Located<string>; readonly step: Copy | BuildMount; readonly stage: Stage };

/** The word at an offset of the file that holds a Dockerfile. */
export function wordAt(dockerfile: Dockerfile, text: string, offset: number): Word | undefined {
  const stage = dockerfile.stages.findLast(({ at }) => at.span[0] <= offset);
  const variable = variableAt(dockerfile, text, offset, stage);
  if (variable !== undefined) return variable;
  const named = stagePlaces(dockerfile).find(({ span }) => isAt({ span }, offset));
  if (named !== undefined) return { kind: 'stage', ...named };
  for (const step of stage?.steps ?? []) {
    if (stage === undefined || (step.kind !== 'copy' && step.kind !== 'mount')) continue;
    const source = sourcesOf(step).find((each) => isAt(each, offset));
    if (source !== undefined) return { kind: 'source', span: source.span, source, step, stage };
  }
  return undefined;
}

/** What a step takes from a context or from elsewhere. */
export function sourcesOf(step: Copy | BuildMount): readonly Located<string>[] {
  if (step.kind === 'copy') return step.sources;
  return step.type === 'bind' && step.source !== undefined ? [step.source] : [];
}

/** An `ARG` or `ENV`, or `$NAME` and `${NAME…}` of one. */
function variableAt(dockerfile: Dockerfile, text: string, offset: number, stage: Stage | undefined): Word | undefined {
  const assigned = [...dockerfile.args, ...dockerfile.stages.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'assign' ? step.assignment : [])))];
  const assignment = assigned.find(({ at }) => isAt(at, offset));
  if (assignment !== undefined) return { kind: 'variable', span: assignment.at.span, name: assignment.name, stage, assignment };
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart, text.indexOf('\n', offset) === -1 ? undefined : text.indexOf('\n', offset));
  for (const { index, 0: whole, 1: name = '' } of line.matchAll(/\$+\{?([A-Za-z_]\w*)/g)) {
    const span: Span = [lineStart + index + whole.length - name.length, lineStart + index + whole.length];
    // One that no instruction sets is the shell's own.
    if (offset < lineStart + index || offset > span[1] || !assigned.some((each) => each.name === name)) continue;
    return { kind: 'variable', span, name, stage: /^\s*FROM\s/i.test(line) ? undefined : stage, assignment: undefined };
  }
  return undefined;
}

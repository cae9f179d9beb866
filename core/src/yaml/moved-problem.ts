// A problem of a segment at another place of its file: text was added or removed before it, and nothing in it changed.

import type { YamlProblem } from '#core/yaml/problem.ts';
import type { Span } from '#core/yaml/span.ts';

/** A problem, so many characters further on, at a place that stays. */
export function movedProblem(problem: YamlProblem, by: number): YamlProblem {
  return {
    ...problem,
    span: movedSpan(problem.span, by),
    ...(problem.mend === undefined ? {} : { mend: { ...problem.mend, span: movedSpan(problem.mend.span, by) } }),
    ...(problem.related === undefined ? {} : { related: { ...problem.related, span: movedSpan(problem.related.span, by) } }),
  };
}

/** Of a span that moves with its segment no more than the numbers is taken. */
function movedSpan(span: Span, by: number): Span {
  return [span[0] + by, span[1] + by];
}

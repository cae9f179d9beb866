import { loadProblems, mendedText, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';
import { isOneSlip } from '#core/words/nearest.ts';

/** compose-go: casts after interpolation, enumerations and patterns of the schema, short syntaxes, durations and sizes. */
export const invalidValue: Rule = {
  code: 'invalid-value',
  title: 'A value that Compose cannot read',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check(project) {
    // One slip away from one of the few values that there are, that one is meant.
    return loadProblems(project, 'invalid-value', (problem) => mendOf(problem, isOneSlip(mendedText(project, problem), problem.mend?.text ?? '')));
  },
};

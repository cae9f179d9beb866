import { loadProblems, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, schema: a list, a mapping, text, a number or a truth value where another of them is wanted; null is one more. */
export const wrongType: Rule = {
  code: 'wrong-type',
  title: 'A value of another type than Compose takes',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'wrong-type', mendOf),
};

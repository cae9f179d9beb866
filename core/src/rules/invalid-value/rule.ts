import { loadProblems, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go: casts after interpolation, enumerations and patterns of the schema, short syntaxes, durations and sizes. */
export const invalidValue: Rule = {
  code: 'invalid-value',
  title: 'A value that Compose cannot read',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'invalid-value', mendOf),
};

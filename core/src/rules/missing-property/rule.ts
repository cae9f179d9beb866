import { loadProblems } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go: required keys of the schema, and those that merging and mounting cannot do without. */
export const missingProperty: Rule = {
  code: 'missing-property',
  title: 'A mapping lacks a key that Compose needs',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: false,
  check: (project) => loadProblems(project, 'missing-property', () => []),
};

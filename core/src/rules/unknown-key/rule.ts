import { loadProblems, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, schema: no other keys than those of the specification, and x- fields, may stand in most mappings. */
export const unknownKey: Rule = {
  code: 'unknown-key',
  title: 'A key that Compose does not know',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'unknown-key', mendOf),
};

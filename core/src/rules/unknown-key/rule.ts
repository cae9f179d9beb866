import { loadProblems, mendedText, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';
import { isOneSlip } from '#core/words/nearest.ts';

/** compose-go, schema: no other keys than those of the specification, and x- fields, may stand in most mappings. */
export const unknownKey: Rule = {
  code: 'unknown-key',
  title: 'A key that Compose does not know',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  // The keys of the specification are a closed list: one slip away from one of them, that one is meant.
  check: (project) => loadProblems(project, 'unknown-key', (problem) => mendOf(problem, isOneSlip(mendedText(project, problem), problem.mend?.text ?? ''))),
};

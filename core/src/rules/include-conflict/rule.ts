import { loadProblems, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, loader/include.go: what both files define is merged, and what cannot be merged is refused. Older ones refuse every clash. */
export const includeConflict: Rule = {
  code: 'include-conflict',
  title: 'An included file and this one define the same thing in ways that cannot be merged',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: false,
  check: (project) => loadProblems(project, 'include-conflict', mendOf),
};

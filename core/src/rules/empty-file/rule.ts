import { loadProblems } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, loader: "empty compose file". */
export const emptyFile: Rule = {
  code: 'empty-file',
  title: 'A file that defines nothing',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: false,
  check: (project) => loadProblems(project, 'empty-file', () => []),
};

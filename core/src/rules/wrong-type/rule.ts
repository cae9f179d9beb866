import { loadProblems, mendedText, mendOf } from '#core/rules/load-problems.ts';
import type { Rule } from '#core/rules/rule.ts';

/** compose-go, schema: a list, a mapping, text, a number or a truth value where another of them is wanted; null is one more. */
export const wrongType: Rule = {
  code: 'wrong-type',
  title: 'A value of another type than Compose takes',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'wrong-type', (problem) => mendOf(problem, isAboutQuotes(mendedText(project, problem), problem.mend?.text ?? ''))),
};

/** A number that is to be text keeps every character in quotes, and what Compose takes without quotes keeps its meaning; yes and no may have meant several things. */
function isAboutQuotes(before: string, after: string): boolean {
  const bare = (text: string): string => text.replaceAll(/^["']|["']$/g, '');
  return bare(before) === bare(after) && (after !== `"${before}"` || !/^(?:true|false)$/i.test(before));
}

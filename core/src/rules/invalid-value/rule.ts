import type { Service } from '#core/compose/model.ts';
import { loadProblems, mendedText, mendOf } from '#core/rules/load-problems.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { isOneSlip, nearest } from '#core/words/nearest.ts';
import { get, textOf } from '#core/yaml/node.ts';

/** compose-go: casts after interpolation, enumerations and patterns of the schema, short syntaxes, durations and sizes. */
export const invalidValue: Rule = {
  code: 'invalid-value',
  title: 'A value that Compose cannot read',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project, context) {
    // One slip away from one of the few values that there are, that one is meant.
    yield* loadProblems(project, 'invalid-value', (problem) => mendOf(problem, isOneSlip(mendedText(project, problem), problem.mend?.text ?? '')));
    for (const service of project.services.values()) yield* context.remembered(unknownRestart, service);
  },
};

const restarts = ['no', 'always', 'on-failure', 'unless-stopped'];

/** Compose hands any text on, and the engine knows four (moby, container/hostconfig.go, "invalid restart policy"). */
function unknownRestart({ name, node }: Service): readonly Report[] {
  const restart = get(node, 'restart');
  const at = textOf(restart);
  // Text over several lines is what an open quote took in.
  if (at === undefined || at.value.includes('\n') || restart?.kind !== 'scalar' || typeof restart.value !== 'string' || at.value === '' || at.unresolved.length > 0 || restarts.includes(at.value.replace(/^on-failure:\d+$/, 'on-failure'))) return [];
  const meant = nearest(at.value, restarts) ?? nearest(at.value.replaceAll('_', '-'), restarts);
  return [{
    at, severity: 'warning',
    message: `Docker knows no restart policy "${at.value}", and does not create ${name}: ${restarts.join(', ')}`,
    fixes: () => (meant === undefined ? [] : rewriteFix(at, meant)),
  }];
}

import type { LoadProblem } from '#core/compose/model.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import type { Fix, Rule } from '#core/rules/rule.ts';
import type { Entry } from '#core/yaml/node.ts';
import type { Located } from '#core/yaml/span.ts';

/** compose-go, validation/ and checkConsistency: two keys of which Compose takes one, or that say different things. */
export const conflictingKeys: Rule = {
  code: 'conflicting-keys',
  title: 'Two keys that exclude or contradict each other',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'conflicting-keys', withoutEither),
};

/** Either of the two keys may go. */
function withoutEither({ at, related }: LoadProblem): readonly Fix[] {
  return [at, related?.at].flatMap((each): readonly Fix[] => {
    const entry = entryOf(each);
    return entry === undefined || entry.merged !== undefined ? [] : [{
      title: `Remove "${entry.key.content}"`, safety: 'ask',
      edits: [{ kind: 'remove', at: { value: entry, file: entry.key.file, span: [entry.key.span[0], Math.max(entry.key.span[1], (entry.value.alias ?? entry.value.span)[1])] } }],
    }];
  });
}

function entryOf(at: Located<unknown> | undefined): Entry | undefined {
  const value = at?.value;
  return typeof value === 'object' && value !== null && 'key' in value ? value as Entry : undefined;
}

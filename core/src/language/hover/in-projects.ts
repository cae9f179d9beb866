// The same question asked in several projects: one answer where they agree, one for each environment where they do not.

import type { FilePart } from '#core/language/effective.ts';
import type { Block, Run } from '#core/language/prose.ts';

/** As many environments as anybody reads. */
const environmentLimit = 6;

/** What each part answers, in as few words as can be. */
export function inProjects(parts: readonly FilePart[], answer: (part: FilePart) => readonly Run[] | undefined): readonly Block[] {
  return agreed(parts, parts.map(answer));
}

/** Answers that are known already, one for each part. */
export function agreed(parts: readonly FilePart[], answers: readonly (readonly Run[] | undefined)[]): readonly Block[] {
  return grouped(parts.map(({ project }) => project.environment.name), answers);
}

/** Answers of environments, one for each name. */
export function grouped(environments: readonly string[], answers: readonly (readonly Run[] | undefined)[]): readonly Block[] {
  const said = answers.map((runs, index) => ({ runs, name: environments[index] ?? '' })).filter((each): each is { runs: readonly Run[]; name: string } => each.runs !== undefined && each.runs.length > 0);
  const groups = new Map<string, { readonly runs: readonly Run[]; readonly names: string[] }>();
  for (const { runs, name } of said) {
    const key = JSON.stringify(runs);
    const group = groups.get(key) ?? { runs, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  const [first, second] = [...groups.values()];
  if (first === undefined) return [];
  if (second === undefined && first.names.length === environments.length) return [first.runs];
  return [{ list: [...groups.values()].slice(0, environmentLimit).map(({ runs, names }) => [{ strong: [...new Set(names)].join(', ') }, ': ', ...runs]) }];
}

// What was found wrong while the files were read, as reports of the rule that has the problem's code.

import type { LoadProblem, Project } from '#core/compose/model.ts';
import type { Fix, Report } from '#core/rules/rule.ts';

/** The reports of one code. `fixesOf` knows more ways to mend a problem than the reader of the file did. */
export function* loadProblems(project: Project, code: string, fixesOf: (problem: LoadProblem) => readonly Fix[] | Promise<readonly Fix[]>): Generator<Report> {
  for (const problem of project.problems) {
    if (problem.code !== code) continue;
    const { at, message, related } = problem;
    yield { at, message, ...(related === undefined ? {} : { related: [related] }), fixes: () => fixesOf(problem) };
  }
}

/** The fix that the reader of the file found. */
export function mendOf(problem: LoadProblem): readonly Fix[] {
  const { mend } = problem;
  return mend === undefined ? [] : [{ title: mend.title, safety: 'ask', edits: [{ kind: 'replace', at: mend.at, text: mend.text }] }];
}

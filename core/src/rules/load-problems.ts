// What was found wrong while the files were read, as reports of the rule that has the problem's code.

import type { LoadProblem, Project } from '#core/compose/model.ts';
import type { Fix, Report } from '#core/rules/rule.ts';
import { variablePlaces } from '#core/rules/variable-places.ts';

/** The reports of one code. `fixesOf` knows more ways to mend a problem than the reader of the file did. */
export function* loadProblems(project: Project, code: string, fixesOf: (problem: LoadProblem) => readonly Fix[] | Promise<readonly Fix[]>): Generator<Report> {
  for (const problem of project.problems) {
    if (problem.code !== code) continue;
    const { message, related } = problem;
    const [at = problem.at] = variablePlaces(project, problem.at);
    yield { at, message, ...(related === undefined ? {} : { related: [related] }), fixes: () => fixesOf({ ...problem, at }) };
  }
}

/** The fix that the reader of the file found. `isSafe` knows where nothing else can be meant. */
export function mendOf(problem: LoadProblem, isSafe = false): readonly Fix[] {
  const { mend } = problem;
  return mend === undefined ? [] : [{ title: mend.title, safety: isSafe ? 'safe' : 'ask', edits: [{ kind: 'replace', at: mend.at, text: mend.text }] }];
}

/** The text that a problem's mend replaces. */
export function mendedText(project: Project, { mend }: LoadProblem): string {
  const text = mend && project.files.find(({ file }) => file === mend.at.file)?.text;
  return mend === undefined || text === undefined ? '' : text.slice(...mend.at.span);
}

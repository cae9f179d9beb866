import { resolveText } from '#core/project/path.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import { findNear } from '#core/rules/find-near.ts';
import { candidates, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import type { Rule } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** compose-go, loader/extends.go. Services of inactive profiles are resolved too. */
export const extendsMissing: Rule = {
  code: 'extends-missing',
  title: 'A service extends what does not exist',
  stage: 'load',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  check(project, context) {
    return loadProblems(project, 'extends-missing', async ({ at, mend }) => {
      const text = at as Text;
      if (mend !== undefined) return rewriteFix(text, mend.text, mend.title);
      const path = resolveText(project.directory, text);
      const others = await candidates(path, 'file', (name) => findNear(project, project.directory, name, context), context);
      return others.flatMap((each) => rewriteFix(text, writtenLike(text, project.directory, each)));
    });
  },
};

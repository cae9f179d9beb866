import type { LoadProblem, Project } from '#core/compose/model.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import type { Fix, Rule } from '#core/rules/rule.ts';

/** compose-go, template/template.go: a `$` before a brace that is no variable stops the load; `$` before other text is text. */
export const interpolationSyntax: Rule = {
  code: 'interpolation-syntax',
  title: 'A ${…} is no variable that Compose can read',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'interpolation-syntax', (problem) => fixes(project, problem)),
};

function fixes({ files }: Project, { at }: LoadProblem): readonly Fix[] {
  const written = String(at.value);
  const isExact = files.find(({ file }) => file === at.file)?.text.slice(...at.span) === written;
  const [, name] = /^\$\{([_a-z][_a-z0-9]*)$/i.exec(written) ?? [];
  const rewrite = (title: string, text: string): Fix => ({ title, safety: 'ask', edits: [{ kind: isExact ? 'replace' : 'rewrite', at, text }] });
  return [
    ...(name === undefined ? [] : [rewrite('Close the brace', `\${${name}}`)]),
    rewrite('Write $$ for a plain $', `$${written}`),
  ];
}

import type { LoadProblem, Project } from '#core/compose/model.ts';
import { validateTree } from '#core/compose/validate/validate-tree.ts';
import { loadProblems, mendOf } from '#core/rules/load-problems.ts';
import type { Fix, Rule } from '#core/rules/rule.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';

/** What the YAML reader could not make sense of. Compose reads nothing of such a file. */
export const yamlSyntax: Rule = {
  code: 'yaml-syntax',
  title: 'The file is not YAML that can be read',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'yaml-syntax', (problem) => [...mendOf(problem), ...withoutTabs(project, problem)]),
};

/** Spaces for every tab that indents a line, in the width with which the file can be read again and means most. */
function withoutTabs(project: Project, problem: LoadProblem): readonly Fix[] {
  const file = project.files.find((each) => each.file === problem.at.file);
  if (file?.text.charAt(problem.at.span[0]) !== '\t') return [];
  const texts = [2, 4, 8].map((width) => file.text.replaceAll(/^[ \t]+(?=\S)/gm, (indent) => indent.replaceAll('\t', ' '.repeat(width))));
  const readable = texts.map((text) => parseYaml(file.file, text)).filter((each) => syntaxProblems(each) < syntaxProblems(file));
  const [best] = readable.toSorted((a, b) => treeProblems(a) - treeProblems(b));
  if (best === undefined) return [];
  const at = { value: undefined, file: file.file, span: [0, file.text.length] as const };
  return [{ title: 'Indent with spaces', safety: hasBlockScalars(file.text) ? 'ask' : 'safe', edits: [{ kind: 'replace', at, text: best.text }] }];
}

/** In the text of a block scalar a tab may be meant, as in a Makefile. */
function hasBlockScalars(text: string): boolean {
  return /[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$/m.test(text);
}

function treeProblems(file: YamlFile): number {
  let count = 0;
  for (const document of file.documents) if (document !== undefined) validateTree(document, () => { count += 1; });
  return count;
}

function syntaxProblems(file: YamlFile): number {
  return file.problems.filter(({ code }) => code === 'yaml-syntax').length;
}

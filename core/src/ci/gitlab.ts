// The GitLab job: its findings are a Code Quality report, which a merge request shows beside the changed lines. Facts:
// docs.gitlab.com, "Code Quality" and "Use CI/CD configuration from other files".

import { checkCommandOf, type CiOrder } from '#core/ci/order.ts';
import { get, items, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';

/** Where a pipeline and our part of it lie in a repository. */
export const pipelinePath = '.gitlab-ci.yml';
export const jobPath = '.gitlab/composure.yml';

/** The text of our part; `stages` are those of the pipeline, where it says some. */
export function gitlabJob(order: CiOrder, stages: readonly string[]): string {
  const stage = stages.length === 0 || stages.includes('test') ? undefined : stages.find((each) => /lint|check|verify|validate|quality/i.test(each)) ?? stages[0];
  return `# Finds every way the compose projects of this repository will break. Made by \`composure ci write\`.
composure:
  image: node:22-alpine
${stage === undefined ? '' : `  stage: ${JSON.stringify(stage)}\n`}  needs: []
  script:
    - |
      status=0
      ${checkCommandOf(order, '--format gitlab')} > gl-code-quality-report.json || status=$?
      test $status -eq 0 || ${checkCommandOf(order, '--min-severity error')}
      exit $status
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}

/** The stages that a pipeline has. */
export function stagesOf(pipeline: YamlNode | undefined): readonly string[] {
  return items(get(pipeline, 'stages')).flatMap((each) => (each.kind === 'scalar' ? [each.content] : []));
}

/** The pipeline with our part included; undefined where it has a form into which nobody can write. */
export function withInclude(file: YamlFile | undefined): string | undefined {
  const line = `  - local: ${jobPath}\n`;
  if (file === undefined || file.text.trim() === '') return `include:\n${line}`;
  if (file.problems.length > 0) return undefined;
  const pipeline = file.documents.at(-1);
  const included = get(pipeline, 'include');
  if (isIncluded(included)) return file.text;
  if (included === undefined) return `${file.text.replace(/\n*$/, '\n')}\ninclude:\n${line}`;
  if (included.kind === 'scalar' && included.style !== 'empty') {
    const [from, to] = included.span;
    return `${file.text.slice(0, from).trimEnd()}\n  - ${file.text.slice(from, to)}\n${line.trimEnd()}${file.text.slice(to)}`;
  }
  const last = items(included).at(-1);
  const edits = last === undefined ? undefined : textEdits({ kind: 'add-item', at: { value: undefined, file: last.file, span: last.span }, text: included.kind === 'sequence' && included.flow ? `{ local: ${jobPath} }` : `local: ${jobPath}` }, file);
  const [edit, ...more] = edits ?? [];
  return edit === undefined || more.length > 0 ? undefined : file.text.slice(0, edit.span[0]) + edit.text + file.text.slice(edit.span[1]);
}

function isIncluded(node: YamlNode | undefined): boolean {
  if (node?.kind === 'scalar') return node.content.replace(/^\//, '') === jobPath;
  if (node?.kind === 'sequence') return node.items.some(isIncluded);
  return node?.kind === 'mapping' && (['local'].some((key) => isIncluded(get(node, key))));
}

// The jobs of a GitLab pipeline. Facts: docs.gitlab.com, "CI/CD YAML syntax reference": the commands of before_script and
// script run in one shell, those of after_script in one of their own.

import type { Job, Step } from '#core/automation/job.ts';
import { shellText } from '#core/automation/shell-text.ts';
import type { FilePath } from '#core/outside.ts';
import { entries, get, items, Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Keys at the top that are no jobs. */
const reserved = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'image', 'services', 'cache', 'before_script', 'after_script', 'spec']);

/** The jobs that run in a checkout of the repository at `root`. */
export function pipelineJobs({ file, text, documents }: YamlFile, root: FilePath): readonly Job[] {
  const pipeline = documents.findLast((each) => each !== undefined);
  const kept = keptPaths(pipeline);
  return entries(pipeline).flatMap(({ key, value: job }): readonly Job[] => {
    if (reserved.has(key.content) || job.kind !== 'mapping' || !isPlain(job, pipeline)) return [];
    const [before, after] = ['before_script', 'after_script'].map((name) => get(job, name) ?? get(get(pipeline, 'default'), name) ?? get(pipeline, name));
    const steps = [...runs([before, get(job, 'script')], text, root), ...runs([after], text, root)];
    return [{ file, steps: [{ kind: 'opaque', text: kept }, ...steps] }];
  });
}

/** False for a job that gets its files, or a part of itself, from somewhere else. */
function isPlain(job: YamlNode, pipeline: YamlNode | undefined): boolean {
  const strategies = [job, pipeline].map((each) => get(get(each, 'variables'), 'GIT_STRATEGY')).flatMap((each) => (each?.kind === 'scalar' ? [each.content] : []));
  if (strategies.some((each) => /none|empty/i.test(each))) return false;
  const parents = listed(get(job, 'extends')).map(({ content }) => content);
  return parents.every((name) => get(pipeline, name) !== undefined) && items(get(job, 'needs')).every((need) => get(need, 'project') === undefined && get(need, 'pipeline') === undefined);
}

function runs(scripts: readonly (YamlNode | undefined)[], source: string, root: FilePath): readonly Step[] {
  return scripts.flatMap(listed).filter(({ value }) => typeof value === 'string')
    .map((each, index): Step => ({ kind: 'run', shell: shellText(each, source), folder: index === 0 ? root : 'same' }));
}

/** What jobs hand on to others: it may be there, though the repository does not have it. */
function keptPaths(node: YamlNode | undefined): string {
  return entries(node).flatMap(({ key, value }) => {
    if (key.content === 'artifacts' || key.content === 'cache') return [value, ...items(value)].flatMap((each) => listed(get(each, 'paths')).map(({ content }) => content));
    return value.kind === 'mapping' ? [keptPaths(value)] : [];
  }).join('\n');
}

/** The texts of a list, which may hold lists, or of one text. */
function listed(node: YamlNode | undefined): readonly Scalar[] {
  if (node?.kind === 'sequence') return node.items.flatMap(listed);
  return node instanceof Scalar && node.tag === undefined ? [node] : [];
}

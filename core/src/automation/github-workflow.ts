// The jobs of a GitHub workflow. Facts: docs.github.com, "Workflow syntax for GitHub Actions" (working directories, shells)
// and the README of actions/checkout.

import type { Job, Step } from '#core/automation/job.ts';
import { shellText } from '#core/automation/shell-text.ts';
import type { FilePath } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';

/** The jobs whose steps run in a plain checkout of the repository at `root`. */
export function workflowJobs({ file, text, documents: [workflow] }: YamlFile, root: FilePath): readonly Job[] {
  return entries(get(workflow, 'jobs')).map(({ value: job }) => ({ file, steps: stepsOf(job, workflow, text, root) }));
}

function stepsOf(job: YamlNode, workflow: YamlNode | undefined, source: string, root: FilePath): readonly Step[] {
  const defaults = [get(get(job, 'defaults'), 'run'), get(get(workflow, 'defaults'), 'run')];
  const isWindows = /windows/i.test(wordOf(get(job, 'runs-on')) ?? '');
  // What a script makes of the variable holds for all that follows.
  const setsIt = items(get(job, 'steps')).some((step) => /COMPOSE_(?:FILE|PATH_SEPARATOR)/.test(textOf(get(step, 'run'))?.value ?? ''));
  const steps: Step[] = [];
  let isThere = false;
  for (const step of items(get(job, 'steps'))) {
    const action = wordOf(get(step, 'uses'));
    if (action !== undefined) {
      const isPlain = isPlainCheckout(action, step);
      isThere ||= isPlain;
      if (!isPlain) steps.push(...ofAction(action, step));
      continue;
    }
    const run = get(step, 'run');
    if (run?.kind !== 'scalar' || typeof run.value !== 'string') continue;
    const said = (key: string): string | undefined => [step, ...defaults].map((each) => wordOf(get(each, key))).find((each) => each !== undefined);
    const shell = said('shell') ?? (isWindows ? 'pwsh' : 'bash');
    if (!isThere || !/^(?:bash|sh)\b/.test(shell) || wordOf(get(step, 'continue-on-error')) === 'true') steps.push({ kind: 'opaque', text: run.content });
    else steps.push({ kind: 'run', shell: shellText(run, source), folder: folderNamed(said('working-directory'), root), composeFile: setsIt ? undefined : composeFileIn([step, job, workflow]) });
  }
  return steps;
}

/** A checkout of this repository, of the commit that the workflow runs for, at the place where steps begin. */
function isPlainCheckout(action: string, step: YamlNode): boolean {
  const said = entries(get(step, 'with')).map(({ key }) => key.content);
  return action.startsWith('actions/checkout@') && !['repository', 'path', 'ref', 'sparse-checkout'].some((key) => said.includes(key));
}

/** Actions that fetch files which the repository does not have. */
const bringing = /checkout|download|artifact|clone|fetch|extract|unzip|submodule|cache|restore|sync|generate|template/i;

function ofAction(action: string, step: YamlNode): readonly Step[] {
  if (bringing.test(action) && !/^actions\/(?:upload-artifact|cache)@/.test(action)) return [{ kind: 'brings' }];
  return [{ kind: 'opaque', text: entries(get(step, 'with')).map(({ value }) => (value.kind === 'scalar' ? value.content : '')).join('\n') }];
}

/** What COMPOSE_FILE has in a step, by the nearest `env`; undefined where its separator is another. */
function composeFileIn(nodes: readonly (YamlNode | undefined)[]): Text | undefined {
  const envs = nodes.map((node) => get(node, 'env'));
  if (envs.some((env) => get(env, 'COMPOSE_PATH_SEPARATOR') !== undefined)) return undefined;
  return textOf(envs.map((env) => get(env, 'COMPOSE_FILE')).find((each) => each !== undefined));
}

function folderNamed(said: string | undefined, root: FilePath): FilePath | undefined {
  if (said === undefined) return root;
  return said.includes('$') || said.startsWith('/') || said.startsWith('~') ? undefined : resolvePath(root, said);
}

function wordOf(node: YamlNode | undefined): string | undefined {
  return textOf(node)?.value ?? (node?.kind === 'scalar' && node.style !== 'empty' ? node.content : undefined);
}

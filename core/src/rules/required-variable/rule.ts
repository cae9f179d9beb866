import type { Project } from '#core/compose/model.ts';
import { dotenvVariables } from '#core/compose/dotenv.ts';
import type { FilePath } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import { examplesOf } from '#core/rules/env-file-missing/examples.ts';
import type { Fix, Rule, RuleContext } from '#core/rules/rule.ts';

/** compose-go, template/template.go: `:?` and `?` stop the load, in unused fields and inactive services too. */
export const requiredVariable: Rule = {
  code: 'required-variable',
  title: 'A variable that must have a value has none',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project, context) => loadProblems(project, 'required-variable', ({ at }) => fixes(project, String(at.value), context)),
};

/** The project's env file made from an example that gives the variable a value. */
async function fixes(project: Project, written: string, context: RuleContext): Promise<readonly Fix[]> {
  const [, name = ''] = /^\$\{([_a-z][_a-z0-9]*)/i.exec(written) ?? [];
  const path: FilePath = project.environment.envFiles.at(-1) ?? resolvePath(project.directory, '.env');
  if (await context.files.stat(path) !== undefined) return [];
  const examples = await examplesOf(path, context.files);
  return examples
    .filter(({ text }) => (dotenvVariables(text).get(name) ?? '') !== '')
    .map((example): Fix => ({ title: `Create .env from ${example.name}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: example.text }] }));
}

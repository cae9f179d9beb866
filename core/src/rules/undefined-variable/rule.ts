import type { LoadProblem, Project } from '#core/compose/model.ts';
import { dotenvVariables } from '#core/compose/dotenv.ts';
import { isOfTheShell } from '#core/compose/shell-variables.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import { examplesOf } from '#core/rules/env-file-missing/examples.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { variablePlaces } from '#core/rules/variable-places.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** What says by being empty that nobody's pipeline runs this, and what Laravel's `sail` exports. */
const setElsewhere = new Set(['CI', 'WWWUSER', 'WWWGROUP']);

/**
 * Compose: `The "X" variable is not set. Defaulting to a blank string.` A person's shell may set it, which an editor
 * cannot know; where the project keeps its values in an env file and this one is not among them, it is probably forgotten.
 */
export const undefinedVariable: Rule = {
  code: 'undefined-variable',
  title: 'A variable has neither a value nor a default',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    // What an env file that cannot be read, or one of an include that is not there, would have set is unknown.
    if (project.problems.some(({ code }) => code === 'env-file-syntax' || code === 'env-file-missing')) return;
    // Where Compose refuses the empty text, the error says so already.
    const refused = new Set(project.problems.filter(({ code }) => code !== 'undefined-variable').map(placeOf));
    const unset = project.problems.filter((problem) => problem.code === 'undefined-variable' && !isOfTheShell(problem.message) && !setElsewhere.has(problem.message) && !refused.has(placeOf(problem)));
    const byName = groupBy(unset, ({ message }) => message);
    const secrets = unsetSecrets(project);
    if (byName.size === 0 && secrets.length === 0) return;
    const path = project.environment.envFiles.at(-1) ?? resolvePath(project.directory, '.env');
    const isThere = await context.files.stat(path) !== undefined;
    const optional = isThere ? commentedOut(await context.files.readText(path) ?? '') : new Set<string>();
    const elsewhere = isThere || project.environment.envFiles.length > 0 ? new Set() : await givenElsewhere(project, context);
    for (const [name, problems] of byName) if (!elsewhere.has(name)) yield report(name, problems, path, isThere, optional.has(name), project, context);
    // Without an env file, a secret is meant to come from the shell.
    for (const { name, user } of isThere ? secrets : []) {
      if (byName.has(name.value) || elsewhere.has(name.value)) continue;
      yield {
        at: name, severity: optional.has(name.value) ? 'information' : 'warning',
        message: `${name.value} has no value in ${nameOf(path)}: ${user} does not start unless the shell sets it`,
        fixes: () => fixes(name.value, [], path, isThere, project, context),
      };
    }
  },
};

/** Secrets whose text a variable is to give that has none; Compose: `environment variable "X" required by file "s" is not set`. */
function unsetSecrets({ secrets, services, variables }: Project): readonly { readonly name: Text; readonly user: string }[] {
  return [...secrets.values()].flatMap(({ name: secret, node, external }) => {
    const name = textOf(get(node, 'environment'));
    const user = [...services.values()].find((service) => service.active && service.secrets.some(({ value }) => value === secret));
    if (external || name === undefined || get(node, 'file') !== undefined || user === undefined || name.unresolved.length > 0 || !/^\w+$/.test(name.value)) return [];
    return variables.has(name.value) || isOfTheShell(name.value) || setElsewhere.has(name.value) ? [] : [{ name, user: user.name }];
  });
}

function placeOf({ at }: LoadProblem): string {
  return `${at.file}:${at.span[0]}`;
}

/** The variables of `.env.<environment>` files beside a project without one: it is run with one of them. */
async function givenElsewhere({ directory }: Project, { files }: RuleContext): Promise<ReadonlySet<string>> {
  const names = [...(await files.list(directory))?.keys() ?? []].filter((name) => /^\.env\.(?!.*(?:example|sample|template|dist|default))/i.test(name));
  const texts = await Promise.all(names.map((name) => files.readText(resolvePath(directory, name))));
  return new Set(texts.flatMap((text) => [...dotenvVariables(text ?? '').keys()]));
}

/** The variables whose lines in an env file are comments: whoever wrote them knows that they may be empty. */
function commentedOut(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^[ \t]*#[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=/gm)].map(([, name = '']) => name));
}

/** One report for a variable, at its first use: one value mends them all. */
function report(name: string, problems: readonly LoadProblem[], path: FilePath, isThere: boolean, isOptional: boolean, project: Project, context: RuleContext): Report {
  const [problem] = problems;
  if (problem === undefined) throw new Error('a variable that is reported is used');
  const whole = [...new Map(problems.map((each) => [placeOf(each), each.at])).values()];
  const places = whole.flatMap((at) => variablePlaces(project, at));
  const [first = problem.at, ...others] = places;
  return {
    at: first,
    severity: isThere && !isOptional ? 'warning' : 'information',
    message: `${name} has no value ${isThere ? `in ${nameOf(path)} ` : ''}and no default: Compose puts an empty text here unless the shell sets it`,
    related: others.map((at) => ({ at, message: `${name} is used here too` })),
    fixes: () => fixes(name, places, path, isThere, project, context),
  };
}

async function fixes(name: string, places: readonly Located<unknown>[], path: FilePath, isThere: boolean, project: Project, context: RuleContext): Promise<readonly Fix[]> {
  const withDefault: readonly Fix[] = places.length === 0 ? [] : [{
    title: `Give ${name} an empty default${places.length === 1 ? '' : ` in all ${places.length} places`}`, safety: 'ask',
    edits: places.map((at) => ({ kind: 'replace', at, text: `\${${name}:-}` })),
  }];
  const text = await context.files.readText(path);
  if (isThere && text !== undefined) {
    const at = { value: '', file: path, span: [text.length, text.length] as const };
    const line = `${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=\n`;
    return [{ title: `Define ${name} in ${nameOf(path)}`, safety: 'ask', edits: [{ kind: 'replace', at, text: line }] }, ...withDefault];
  }
  const examples = await examplesOf(path, context.files);
  const create = examples.filter((example) => dotenvVariables(example.text).has(name))
    .map((example): Fix => ({ title: `Create ${nameOf(path)} from ${example.name}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: example.text }] }));
  const fresh: Fix = { title: `Define ${name} in a new ${nameOf(path)}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: `${name}=\n` }] };
  return [...create.slice(0, 1), ...(project.environment.envFiles.length === 0 && create.length === 0 ? [fresh] : []), ...withDefault];
}

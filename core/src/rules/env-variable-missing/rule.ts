import { readDotenv, type Assignment } from '#core/compose/dotenv.ts';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { environmentOfEnvFile } from '#core/project/env-file-names.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { nameOf } from '#core/project/path.ts';
import { describedMissing } from '#core/rules/env-variable-missing/described.ts';
import { usesOf } from '#core/rules/env-variable-missing/uses.ts';
import { examplesOf } from '#core/rules/env-file-missing/examples.ts';
import type { Rule, RuleContext, SharedReport } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';

/** A team's own promise: what one environment's file sets and the compose files use, the others set too. */
export const envVariableMissing: Rule = {
  code: 'env-variable-missing',
  title: 'The env file of one environment lacks a variable that another has, or that composure.yaml describes',
  stage: 'policy',
  severity: 'information',
  speed: 'disk',
  fixable: true,
  check: () => [],
  async *checkTogether(projects, context) {
    for (const folder of groupBy(projects, ({ environment }) => folderFoundIn(environment)).values()) {
      const sources = await sourcesOf(folder, context);
      for (const project of folder) {
        const described = await describedMissing(project, projects, context);
        yield* described.reports;
        if (ownFileOf(project) !== undefined) yield* await missing(project, sources, described.names, context);
      }
    }
  },
};

/** A file that says which variables there are. */
interface Source {
  readonly name: string;
  readonly path: FilePath | undefined;
  readonly assignments: readonly Assignment[];
}

/** The env file that is called after the project's environment. */
function ownFileOf({ environment: { envFiles } }: Project): FilePath | undefined {
  const path = envFiles.at(-1);
  return path !== undefined && environmentOfEnvFile(nameOf(path)) !== undefined ? path : undefined;
}

/** The environments' env files, then the examples beside them. */
async function sourcesOf(folder: readonly Project[], { files }: RuleContext): Promise<readonly Source[]> {
  const paths = [...new Set(folder.flatMap((project) => ownFileOf(project) ?? []))];
  const sources: Source[] = [];
  for (const path of paths) sources.push({ name: nameOf(path), path, assignments: readDotenv(await files.readText(path) ?? '').assignments });
  const [first] = paths;
  const examples = first === undefined ? [] : await examplesOf(first, files);
  return [...sources, ...examples.map(({ name, text }) => ({ name, path: undefined, assignments: readDotenv(text).assignments }))];
}

async function missing(project: Project, sources: readonly Source[], told: ReadonlySet<string>, { files }: RuleContext): Promise<readonly SharedReport[]> {
  const { environment } = project;
  const path = ownFileOf(project);
  const text = path === undefined ? undefined : await files.readText(path);
  if (path === undefined || text === undefined) return [];
  const here = new Set(told);
  for (const each of environment.envFiles) for (const { name } of readDotenv(await files.readText(each) ?? '').assignments) here.add(name);
  const own = readDotenv(text).assignments;
  const reports: SharedReport[] = [];
  for (const source of sources) {
    for (const { name, span } of source.assignments) {
      if (here.has(name)) continue;
      here.add(name);
      const uses = usesOf(name, project);
      const bare = uses.find(({ operator }) => operator === '' || operator === '?' || operator === ':?');
      const use = bare ?? uses[0];
      // What an example sets and the files have a default for need not be set.
      if (use === undefined || (bare === undefined && source.path === undefined)) continue;
      const after = neighbourOf(name, source.assignments, own);
      const at = after?.span ?? [0, 0];
      const end = after === undefined ? 0 : endOfLine(text, after, own);
      const newline = text.includes('\r\n') ? '\r\n' : '\n';
      reports.push({
        project, severity: bare === undefined ? 'hint' : 'information',
        at: { value: name, file: path, span: at },
        message: `${nameOf(path)} has no ${name}, which ${source.name} has: ${bare === undefined ? 'the default is used' : 'Compose puts an empty text where it is used'}`,
        related: [{ at: use.at, message: `${name} is used here` }, ...source.path === undefined ? [] : [{ at: { value: name, file: source.path, span }, message: `${source.name} sets it here` }]],
        fixes: () => [{
          title: `Add ${name} to ${nameOf(path)}`, safety: 'ask',
          edits: [{ kind: 'replace', at: { value: '', file: path, span: [end, end] }, text: `${end > 0 && text.charAt(end - 1) !== '\n' ? newline : ''}${name}=${newline}` }],
        }],
      });
    }
  }
  return reports;
}

/** The assignment after which it would stand as in the other file; else the last one. */
function neighbourOf(name: string, there: readonly Assignment[], own: readonly Assignment[]): Assignment | undefined {
  const before = there.slice(0, there.findIndex((each) => each.name === name)).toReversed();
  const shared = before.find((each) => own.some((other) => other.name === each.name));
  return shared === undefined ? own.at(-1) : own.findLast((each) => each.name === shared.name);
}

/** Behind the line of an assignment; at the end of the file where its value may go over several lines. */
function endOfLine(text: string, { span, value }: Assignment, own: readonly Assignment[]): number {
  const end = text.indexOf('\n', span[1]);
  const isOneLine = value?.includes('\n') !== true && own.every((other) => other.span[0] <= span[0] || other.span[0] > end);
  return end === -1 || !isOneLine ? text.length : end + 1;
}

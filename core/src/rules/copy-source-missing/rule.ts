import type { Build, Project, Service } from '#core/compose/model.ts';
import { BuildContext, isPattern } from '#core/dockerfile/build-context.ts';
import { neededStages, type Dockerfile, type Stage } from '#core/dockerfile/read.ts';
import { assign, expand, globalValues, inheritedValues, type BuildArgs } from '#core/dockerfile/variables.ts';
import { nameOf, relativePath, resolvePath } from '#core/project/path.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import { candidates } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import type { Located } from '#core/yaml/span.ts';

/**
 * BuildKit: "failed to compute cache key: "/x" not found", for what `.dockerignore` leaves out too. A pattern that
 * matches nothing copies nothing (the classic builder fails), and beside other sources it is there on purpose.
 */
export const copySourceMissing: Rule = {
  code: 'copy-source-missing',
  title: 'A Dockerfile copies what the build context does not hold',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    for (const reports of await Promise.all([...project.services.values()].map((service) => judge(project, service, context)))) yield* reports;
  },
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<readonly Report[]> {
  const { build } = service;
  const folder = build && contextFolder(project, build);
  if (build === undefined || folder === undefined || await context.files.stat(folder) !== 'directory' || (build.target?.unresolved.length ?? 0) > 0) return [];
  const path = await dockerfilePath(folder, build, context.files);
  const dockerfile = path === undefined ? undefined : await context.dockerfile(path);
  if (path === undefined || dockerfile === undefined) return [];
  const buildContext = await BuildContext.open(folder, path, context.files);
  context.cancellation.throwIfAborted();
  const args: BuildArgs = new Map([...build.args].map(([name, value]) => [name, value?.unresolved.length === 0 ? value.value : undefined]));
  const globals = globalValues(dockerfile, args);
  const reports: Report[] = [];
  for (const stage of neededStages(dockerfile, build.target?.value, (word) => expand(word, globals))) {
    for (const { source, value, alone } of copied(dockerfile, stage, args)) {
      const found = await buildContext.find(value);
      const optional = isPattern(value) && found === 'missing';
      if (found === 'there' || (optional && (!alone || !/[*?]/.test(value)))) continue;
      reports.push({
        ...report(project, build, service, source, value, optional ? 'unmatched' : found, buildContext, context),
        ...(optional ? { severity: 'warning' } : {}),
      });
    }
  }
  return reports;
}

interface Copied {
  readonly source: Located<string>;
  readonly value: string;
  /** True for the only source of its instruction. */
  readonly alone: boolean;
}

/** What a stage takes from the context, with variables replaced; what cannot be known is left out. */
function* copied(dockerfile: Dockerfile, stage: Stage, args: BuildArgs): Generator<Copied> {
  const globals = globalValues(dockerfile, args);
  const values = inheritedValues(dockerfile, stage, args);
  for (const step of stage.steps) {
    if (step.kind === 'assign') assign(values, step.assignment, args, globals);
    if (step.kind !== 'copy' || step.from !== undefined) continue;
    for (const source of step.sources) {
      if (/^<<|["']|^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(source.value)) continue;
      const value = expand(source.value, values);
      if (value !== undefined && value !== '' && !value.includes('://')) yield { source, value, alone: step.sources.length === 1 };
    }
  }
}

function report(project: Project, build: Build, service: Service, source: Located<string>, value: string, found: 'missing' | 'ignored' | 'unmatched', buildContext: BuildContext, context: RuleContext): Report {
  const where = relativePath(project.directory, buildContext.folder);
  const named = value === source.value ? value : `${source.value} (${value})`;
  const inContext = `the build context${where === '.' ? '' : ` ${where}`}`;
  const { folder, ignoreFile } = buildContext;
  const messages = {
    missing: `${named} does not exist in ${inContext}: the build fails`,
    ignored: `${named} is left out of ${inContext} by ${nameOf(ignoreFile ?? '.dockerignore')}: the build fails`,
    unmatched: `${named} matches nothing in ${inContext}: nothing is copied`,
  };
  return {
    at: source, message: messages[found],
    related: [{ at: build.contextGiven ? build.context : build.at, message: `${service.name} is built from here` }],
    fixes: async (): Promise<readonly Fix[]> => {
      if (found === 'ignored' && ignoreFile !== undefined) {
        const text = await context.files.readText(ignoreFile) ?? '';
        const at = { value: undefined, file: ignoreFile, span: [text.length, text.length] as const };
        return [{ title: `Let ${value} in again in ${nameOf(ignoreFile)}`, safety: 'ask', edits: [{ kind: 'replace', at, text: `${text === '' || text.endsWith('\n') ? '' : '\n'}!${resolvePath('/', value).slice(1)}\n` }] }];
      }
      if (found !== 'missing' || value !== source.value || isPattern(value)) return [];
      const fixes: Fix[] = [];
      for (const each of await candidates(resolvePath(folder, value.replace(/^\/+/, '')), 'any', (name) => context.findByName(folder, name), context)) {
        const relative = relativePath(folder, each);
        const text = value.startsWith('./') ? relative : relative.replace(/^\.\//, value.startsWith('/') ? '/' : '');
        if (!relative.startsWith('..') && !/\s/.test(relative) && await buildContext.find(relative) === 'there') fixes.push({ title: `Use ${text}`, safety: 'ask', edits: [{ kind: 'replace', at: source, text }] });
      }
      return fixes;
    },
  };
}

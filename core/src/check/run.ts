// Runs rules over a project: every report becomes a diagnostic, a rule that crashes becomes one too, and what
// inline comments ignore is left out.

import { backupPolicy } from '#core/backup/policy.ts';
import type { LoadProblem, Project } from '#core/compose/model.ts';
import { ignoresIn, withoutIgnored } from '#core/check/ignore.ts';
import { ruleSettings, type RuleSetting } from '#core/check/rule-settings.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import { configurationFaults, untold } from '#core/configuration/faults.ts';
import { machineProblems } from '#core/configuration/machine.ts';
import { unreadEnvFile } from '#core/configuration/unread-env-file.ts';
import { configurationCode, readConfigured } from '#core/project/configured-environments.ts';
import { configurationOf, configurationsAbove } from '#core/project/configuration-of.ts';
import { configuredChecks } from '#core/project/configured-checks.ts';
import { findByName } from '#core/project/find-by-name.ts';
import { GitIgnore } from '#core/project/git-ignore.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { nameOf } from '#core/project/path.ts';
import { keptStates } from '#core/rollback/kept-states.ts';
import type { Fix, RelatedPlace, Report, Rule, RuleContext, Severity, Stage } from '#core/rules/rule.ts';
import { variableProblems } from '#core/variables/problems.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { settled, type Span } from '#core/yaml/span.ts';

/** A finding with everything that a reader of it needs. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly stage: Stage;
  readonly message: string;
  readonly file: FilePath;
  readonly span: Span;
  readonly related: readonly { readonly file: FilePath; readonly span: Span; readonly message: string }[];
  readonly project: string;
  /** The name of the environment that was judged. */
  readonly environment: string;
  fixes(): Promise<readonly Fix[]>;
}

/**
 * Checks a project with the given rules. `parsed` holds what was read before; live rules run where there are facts of an
 * engine. The order of the result is by file, place and code.
 */
export async function checkProject(project: Project, rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine?: EngineFacts): Promise<readonly Diagnostic[]> {
  const context = contextOf(files, parsed, cancellation, engine);
  const settings = await ruleSettings(project, rules, files, parsed, cancellation);
  const checks = await configuredChecks(project, files, parsed, cancellation);
  const backup = await backupPolicy(project.environment, files, parsed, cancellation);
  const kept = await keptStates(project.environment, files, parsed);
  const configuration = await configurationOf(project.environment, files, parsed);
  const environments = configuration === undefined ? [] : readConfigured(configuration).problems;
  const told = [...environments, ...project.problems, ...settings.problems, ...checks.problems, ...kept.problems, ...backup.problems, ...variableProblems(configuration), ...machineProblems(project, configuration)].filter(({ code }) => code === configurationCode);
  const faults = (await configurationsAbove(project.environment, files, parsed)).flatMap(configurationFaults);
  const found: Diagnostic[] = [...told, ...untold(faults, told)].map((problem) => aboutConfiguration(project, problem));
  const unread = await unreadEnvFile(project, configuration, files);
  if (unread !== undefined) found.push({ ...aboutConfiguration(project, unread.problem), severity: 'information', fixes: async () => unread.fixes });
  // What was not asked leaves open whether a comment has its reason.
  const asked = rules.filter(({ code, speed }) => (speed !== 'live' || engine !== undefined) && settings.byCode.get(code)?.severity !== 'off');
  for (const rule of asked) {
    const setting = settings.byCode.get(rule.code);
    try {
      for await (const report of rule.check(project, { ...context, options: setting?.options ?? {} })) found.push(diagnostic(project, rule, report, setting));
    } catch (error) {
      cancellation.throwIfAborted();
      found.push(crash(project, rule, error));
    }
    await cancellation.turn?.();
    cancellation.throwIfAborted();
  }
  const ignores = [...project.files, ...await otherFiles(project, found, files)].flatMap(ignoresIn)
    .filter(({ code }) => !rules.some((rule) => rule.code === code && !asked.includes(rule)));
  cancellation.throwIfAborted();
  return distinct(withoutIgnored(found, ignores, project, rules)).toSorted(byPlace);
}

/** What rules may ask, answered from the given files. */
export function contextOf(files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine: EngineFacts | undefined): RuleContext {
  const gitIgnore = new GitIgnore(files);
  return {
    files, cancellation, engine, options: {}, buildFiles: new Map(),
    remembered: (make, service) => parsed.remembered(make, service),
    yaml: (path) => parsed.get(path, files),
    dockerfile: (path) => parsed.dockerfile(path, files),
    configuration: (environment) => configurationOf(environment, files, parsed),
    isIgnored: (path) => gitIgnore.ignores(path),
    findByName: (folder, name) => findByName(folder, name, files, gitIgnore, cancellation),
  };
}

/** The files with findings that are no compose files: Dockerfiles. */
async function otherFiles(project: Project, found: readonly Diagnostic[], files: FileSystem): Promise<readonly Pick<YamlFile, 'file' | 'text'>[]> {
  const others = new Set(found.map(({ file }) => file).filter((file) => project.files.every((each) => each.file !== file)));
  return Promise.all([...others].map(async (file) => ({ file, text: await files.readText(file) ?? '' })));
}

/** By file, then place, then code: the order of every list of diagnostics. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.file, b.file) || a.span[0] - b.span[0] || a.span[1] - b.span[1] || compare(a.code, b.code) || compare(a.message, b.message);
}

/** One of each: what several projects, or several services through one anchor, say of the same place. */
export function distinct<Found extends Diagnostic>(diagnostics: readonly Found[]): readonly Found[] {
  const seen = new Set<string>();
  return diagnostics.filter((each) => {
    const key = findingKey(each);
    return !seen.has(key) && seen.add(key);
  });
}

/** Tells findings apart: two of one key say the same of the same place. */
export function findingKey({ file, span, code, message }: Diagnostic): string {
  return `${file}\0${span[0]}\0${span[1]}\0${code}\0${message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A rule's report as everybody else reads it. */
export function diagnostic(project: Project, rule: Rule, report: Report, setting?: RuleSetting): Diagnostic {
  const said = setting?.severity === 'off' ? undefined : setting?.severity;
  return {
    code: rule.code, severity: said ?? report.severity ?? rule.severity, stage: rule.stage, message: report.message,
    file: report.at.file, span: settled(report.at.span),
    related: [...report.related ?? [], ...wayTo(report.at.file, project)].map(({ at, message }) => ({ file: at.file, span: settled(at.span), message })),
    project: project.name, environment: project.environment.name,
    fixes: async () => (await report.fixes?.()) ?? [],
  };
}

/** The `include` or `extends` by which a file came in, and by which that one did. */
function wayTo(file: FilePath, project: Project): readonly RelatedPlace[] {
  const way: RelatedPlace[] = [];
  for (let at = project.broughtBy.get(file); at !== undefined && way.length < project.files.length; at = project.broughtBy.get(at.file)) {
    way.push({ at, message: `${nameOf(file)} is part of ${project.name} by this` });
  }
  return way;
}

/** What is wrong with `composure.yaml` is no fault of the project, and cannot be ignored: Compose does not read it. */
export function aboutConfiguration(project: Project, { message, at, mend, related }: LoadProblem): Diagnostic {
  return {
    code: configurationCode, severity: 'warning', stage: 'policy', message, file: at.file, span: settled(at.span),
    related: related === undefined ? [] : [{ file: related.at.file, span: settled(related.at.span), message: related.message }],
    project: project.name, environment: project.environment.name,
    fixes: async () => (mend === undefined ? [] : [{ title: mend.title, safety: 'ask', edits: [{ kind: 'replace', at: mend.at, text: mend.text }] }]),
  };
}

/** The finding that a rule itself failed. */
export function crash(project: Project, rule: Rule, error: unknown): Diagnostic {
  const file = project.files[0]?.file ?? project.directory;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal-error', severity: 'warning', stage: 'policy', message: `The rule ${rule.code} failed on this project: ${reason}`,
    file, span: [0, 0], related: [], project: project.name, environment: project.environment.name, fixes: async () => [],
  };
}

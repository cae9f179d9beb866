// What shows only where all environments are seen together: drift, ports that two projects want. It runs after each was
// checked by itself, over the same projects.

import { ignoresIn, type Ignore } from '#core/check/ignore.ts';
import { ruleSettings, type RuleSettings } from '#core/check/rule-settings.ts';
import { aboutConfiguration, contextOf, crash, diagnostic, type Diagnostic } from '#core/check/run.ts';
import type { Project } from '#core/compose/model.ts';
import { unknownNames } from '#core/configuration/unknown-names.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule } from '#core/rules/rule.ts';

export interface CheckedTogether {
  readonly diagnostics: readonly Diagnostic[];
  /** The comments that ignore something here, though nothing in their own project: `placeOf` each code. */
  readonly excused: ReadonlySet<string>;
}

/** Nothing was found, and nothing ignored. */
export const nothingTogether: CheckedTogether = { diagnostics: [], excused: new Set() };

/** Runs what the rules have to say of several projects. What inline comments ignore is left out. */
export async function checkTogether(projects: readonly Project[], rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine?: EngineFacts): Promise<CheckedTogether> {
  const context = contextOf(files, parsed, cancellation, engine);
  const found: Diagnostic[] = [];
  const asked = rules.filter((rule) => rule.checkTogether !== undefined && (rule.speed !== 'live' || engine !== undefined));
  const settings = new Map<Project, RuleSettings>();
  for (const project of asked.length === 0 ? [] : projects) settings.set(project, await ruleSettings(project, rules, files, parsed, cancellation));
  for (const rule of asked) {
    try {
      for await (const { project, ...report } of rule.checkTogether?.(projects, context) ?? []) {
        const setting = settings.get(project)?.byCode.get(rule.code);
        if (setting?.severity !== 'off') found.push(diagnostic(project, rule, report, setting));
      }
    } catch (error) {
      cancellation.throwIfAborted();
      const [first] = projects;
      if (first !== undefined) found.push(crash(first, rule, error));
    }
    await cancellation.turn?.();
    cancellation.throwIfAborted();
  }
  for (const [project, problem] of await unknownNames(projects, files, context.isIgnored, parsed, cancellation)) found.push(aboutConfiguration(project, problem));
  const ignores = await ignoresOf(projects, asked, found, files);
  cancellation.throwIfAborted();
  const hiding = (diagnostic: Diagnostic): readonly Ignore[] => ignores.filter(({ file, code, line }) =>
    file === diagnostic.file && code === diagnostic.code && diagnostic.span[0] >= line[0] && diagnostic.span[0] < line[1]);
  // Of one environment alone nobody can say that such a comment has no reason.
  const excused = projects.length < 2 ? ignores : found.flatMap(hiding);
  return { diagnostics: found.filter((each) => hiding(each).length === 0), excused: new Set(excused.map(placeOf)) };
}

/** Tells comments, and findings about them, apart by where they stand. */
export function placeOf({ file, span }: Pick<Diagnostic, 'file' | 'span'>): string {
  return `${file}\n${span[0]}`;
}

async function ignoresOf(projects: readonly Project[], rules: readonly Rule[], found: readonly Diagnostic[], files: FileSystem): Promise<readonly Ignore[]> {
  const read = new Map(projects.flatMap((project) => project.files.map((file) => [file.file, file] as const)));
  const wanted = new Set<FilePath>([...projects.length < 2 ? read.keys() : [], ...found.map(({ file }) => file)]);
  const ignores: Ignore[] = [];
  for (const file of wanted) ignores.push(...ignoresIn(read.get(file) ?? { file, text: await files.readText(file) ?? '' }));
  return ignores.filter(({ code }) => rules.some((rule) => rule.code === code));
}

// What the rules find on one environment, at lines and characters: most of what the doctor says rests upon it.

import { checkTogether } from '#core/check/check-together.ts';
import { byPlace, checkProject, distinct } from '#core/check/run.ts';
import type { Project } from '#core/compose/model.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule, Severity } from '#core/rules/rule.ts';

/** A diagnostic where a person reads it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: FilePath;
  /** Zero-based. */
  readonly line: number;
  readonly character: number;
}

/** Judges one of the environments of a folder, by itself and among the others. */
export async function findingsOn(project: Project, beside: readonly Project[], rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation, engine: EngineFacts | undefined): Promise<readonly Finding[]> {
  const own = await checkProject(project, rules, files, parsed, cancellation, engine);
  const shared = await checkTogether(beside, rules, files, parsed, cancellation, engine);
  const all = distinct([...own, ...shared.diagnostics.filter((each) => each.environment === project.environment.name && each.project === project.name)]).toSorted(byPlace);
  const texts = new Map(project.files.map(({ file, text }) => [file, text]));
  for (const { file } of all) if (!texts.has(file)) texts.set(file, await files.readText(file) ?? '');
  cancellation.throwIfAborted();
  return all.map(({ code, severity, message, file, span: [start] }) => {
    const before = (texts.get(file) ?? '').slice(0, start);
    return { code, severity, message, file, line: before.split('\n').length - 1, character: start - before.lastIndexOf('\n') - 1 };
  });
}

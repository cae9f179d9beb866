// What a check found, as plain data: all that a format needs to print it.

import type { Mended } from '#core/check/fix-all.ts';
import type { SharedDiagnostic } from '#core/check/check-folder.ts';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import type { Fix, Rule, Severity } from '#core/rules/rule.ts';
import type { TextEdit } from '#core/yaml/patch.ts';
import { Lines, type Range } from '#cli/report/lines.ts';
import type { Span } from '#core/yaml/span.ts';

/** A diagnostic with its fixes worked out. */
export interface Finding extends Omit<SharedDiagnostic, 'fixes'> {
  readonly fixes: readonly WorkedOutFix[];
}

export interface WorkedOutFix extends Pick<Fix, 'title'> {
  /** The changes of text; undefined where it needs more, as a new file. */
  readonly edits: readonly TextEdit[] | undefined;
}

/** The result of `composure check`. */
export interface Report {
  readonly projects: readonly Project[];
  /** Ordered by file, place and code. */
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<FilePath, Lines>;
  readonly rules: readonly Rule[];
  /** With --fix: what was mended. The findings are those that are left. */
  readonly fixed?: readonly Mended[];
  /** With --dry-run: what would change, as a unified diff. */
  readonly diff?: string;
}

/** Where a span of a file stands. */
export function rangeIn(report: Report, file: FilePath, span: Span): Range {
  return (report.texts.get(file) ?? new Lines('')).range(span);
}

/** From the worst to the mildest. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** A path from a folder, without `./`; a path on another drive stays whole. */
export function pathFrom(folder: FilePath, file: FilePath): string {
  const from = folder === '/' ? [''] : folder.split('/');
  const to = file === '/' ? [''] : file.split('/');
  if (from[0] !== to[0]) return file;
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/') || '.';
}

// What differs between environments, as text and as JSON.

import type { JudgedDifference } from '#core/drift/folder-drift.ts';
import { groupsOf, type DriftValue } from '#core/drift/drift.ts';
import type { FilePath } from '#core/outside.ts';
import { groupBy } from '#core/words/group-by.ts';
import { counted, listed } from '#core/words/listed.ts';
import type { Terminal } from '#cli/commands/command.ts';
import { columns, padded, visible } from '#cli/report/display-text.ts';
import { Lines } from '#cli/report/lines.ts';
import { pathFrom } from '#cli/report/report.ts';

export interface DriftReport {
  readonly environments: readonly string[];
  readonly differences: readonly JudgedDifference[];
  /** The texts of all files that values stand in. */
  readonly texts: ReadonlyMap<FilePath, string>;
}

/** By service and attribute, each value once with all who say it; what is meant is counted, or shown with its reason. */
export function driftText(report: DriftReport, { currentFolder, width, all }: Pick<Terminal, 'currentFolder' | 'width'> & { readonly all: boolean }): string {
  const { environments, differences, texts } = report;
  const shown = differences.filter(({ because }) => all || because === undefined);
  const meant = differences.length - differences.filter(({ because }) => because === undefined).length;
  const lines = [`${listed(environments, environments.length)}: ${differences.length === 0 ? 'no difference' : counted(differences.length, 'difference')}${meant === 0 ? '' : `, ${meant} of them on purpose`}`];
  for (const [service, own] of groupBy(shown, (difference) => difference.service)) {
    lines.push('', service);
    for (const difference of own) {
      lines.push(`  ${difference.attribute}`, ...valueLines(difference, (value) => placeText(value, texts, currentFolder), width));
      if (difference.accident !== undefined) lines.push(`    ! ${difference.accident}`);
      if (difference.because !== undefined) lines.push(`    on purpose: ${difference.because}`);
    }
  }
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** The ranges count from zero, as in the Language Server Protocol. */
export function driftJson({ environments, differences, texts }: DriftReport): string {
  const lines = new Map([...texts].map(([file, text]) => [file, new Lines(text)]));
  return `${JSON.stringify({
    environments,
    differences: differences.map(({ service, attribute, values, because, accident }) => ({
      service, attribute,
      values: values.map(({ environment, text, known, group, at }) => ({
        environment, value: text ?? null, known, group: group ?? null,
        ...(at !== undefined && { file: at.file, range: lines.get(at.file)?.range(at.span) }),
      })),
      onPurpose: because ?? null, accident: accident ?? null,
    })),
  }, undefined, 2)}\n`;
}

function valueLines(difference: JudgedDifference, placeOf: (value: DriftValue) => string, width: number | undefined): readonly string[] {
  const groups = groupsOf(difference);
  const rows = groups.map((group) => [listed(group.map(({ environment }) => environment)), group[0]?.text ?? '–', group[0] === undefined ? '' : placeOf(group[0])] as const);
  const widths = [0, 1].map((column) => Math.min(Math.max(...rows.map((row) => columns(row[column] ?? ''))), column === 1 ? 60 : 40));
  return rows.map(([who, value, place]) => {
    const line = `    ${padded(who, widths[0] ?? 0)}  ${padded(value, widths[1] ?? 0)}  ${place}`;
    return width === undefined || columns(line) <= width ? line : `    ${who}: ${value}\n      ${place}`;
  }).flatMap((line) => line.split('\n'));
}

function placeText({ at }: DriftValue, texts: ReadonlyMap<FilePath, string>, currentFolder: FilePath): string {
  if (at === undefined) return '';
  const line = (texts.get(at.file) ?? '').slice(0, at.span[0]).split('\n').length;
  return `${pathFrom(currentFolder, at.file)}:${line}`;
}

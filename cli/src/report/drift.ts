// What differs between environments, as text and as JSON.

import type { JudgedDifference } from '#core/drift/folder-drift.ts';
import { groupsOf } from '#core/drift/drift.ts';
import { byServices, sharedOf, type Shared } from '#core/drift/shared.ts';
import type { FilePath } from '#core/outside.ts';
import { groupBy } from '#core/words/group-by.ts';
import { counted, listed } from '#core/words/listed.ts';
import type { Located } from '#core/yaml/span.ts';
import type { Terminal } from '#cli/commands/command.ts';
import { columns, padded, visible, wrapped } from '#cli/report/display-text.ts';
import { Lines } from '#cli/report/lines.ts';
import { pathFrom } from '#cli/report/report.ts';

export interface DriftReport {
  readonly environments: readonly string[];
  readonly differences: readonly JudgedDifference[];
  /** The texts of all files that values stand in. */
  readonly texts: ReadonlyMap<FilePath, string>;
}

/** By services and attribute, each value once with all who say it; what is meant is counted, or shown with its reason. */
export function driftText(report: DriftReport, { currentFolder, width, all }: Pick<Terminal, 'currentFolder' | 'width'> & { readonly all: boolean }): string {
  const { environments, differences, texts } = report;
  const told = sharedOf(differences);
  const shown = told.filter(({ own: [{ because }] }) => all || because === undefined);
  const meant = told.filter(({ own: [{ because }] }) => because !== undefined).length;
  const head = `${listed(environments, environments.length)}: ${told.length === 0 ? 'no difference' : counted(told.length, 'difference')}${meant === 0 ? '' : `, ${meant} of them on purpose`}`;
  const lines = wrapped(head, width ?? Number.POSITIVE_INFINITY);
  const rest = byServices(shown).flatMap(([services, own]) => ['', ...wrapped(listed(services, services.length), width ?? Number.POSITIVE_INFINITY), ...own.flatMap((each) => [
    `  ${each.attribute}`, ...valueLines(each, (places) => placesText(places, texts, currentFolder), width),
    ...each.own.flatMap(({ accident }) => (accident === undefined ? [] : [`    ! ${accident}`])),
    ...each.own[0].because === undefined ? [] : [`    on purpose: ${each.own[0].because}`],
  ])]);
  return [...lines, ...rest].map((line) => `${visible(line)}\n`).join('');
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

/** Who says it, what, and where in each service; in lines of their own where one is too narrow. */
function valueLines({ own }: Shared<JudgedDifference>, shown: (places: readonly (Located<unknown> | undefined)[]) => string, width = Number.POSITIVE_INFINITY): readonly string[] {
  const groups = own.map(groupsOf);
  const rows = (groups[0] ?? []).map((group, index) => [listed(group.map(({ environment }) => environment)), group[0]?.text ?? '–', shown(groups.map((each) => each[index]?.[0]?.at))] as const);
  const widest = (column: 0 | 1): number => Math.max(...rows.map((row) => columns(row[column])));
  const lines = rows.map(([who, value, place]) => `    ${padded(who, widest(0))}  ${padded(value, widest(1))}  ${place}`);
  if (lines.every((line) => columns(line) <= Math.min(width, widestLine))) return lines;
  return rows.flatMap(([who, value, place]) => [...wrapped(who, width - 4).map((line) => `    ${line}`), `      ${value}`, `      ${place}`]);
}

/** Longer lines are no longer followed with the eye, where the terminal does not say how wide it is. */
const widestLine = 140;

/** The lines of each file. */
function placesText(places: readonly (Located<unknown> | undefined)[], texts: ReadonlyMap<FilePath, string>, currentFolder: FilePath): string {
  const files = groupBy(places.filter((at) => at !== undefined), ({ file }) => file);
  return [...files].map(([file, all]) => {
    const lines = [...new Set(all.map(({ span }) => (texts.get(file) ?? '').slice(0, span[0]).split('\n').length))].toSorted((one, other) => one - other);
    return `${pathFrom(currentFolder, file)}:${listed(lines.map(String))}`;
  }).join(', ');
}

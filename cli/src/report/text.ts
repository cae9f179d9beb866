// The `text` format, for people: findings by file, each with its line underlined, and one line that sums up.

import { styleText } from 'node:util';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, nameOf } from '#core/project/path.ts';
import type { Severity } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';
import { columns, padded, visible, wrapped } from '#cli/report/display-text.ts';
import type { Range } from '#cli/report/lines.ts';
import { pathFrom, rangeIn, severities, type Finding, type Report } from '#cli/report/report.ts';
import { snippetOf } from '#cli/report/snippet.ts';

export interface TextOptions {
  /** Paths are shown from here. */
  readonly currentFolder: FilePath;
  readonly color: boolean;
  /** The columns of the terminal; undefined where the output is no terminal, and nothing is wrapped or cut. */
  readonly width: number | undefined;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'gray' };

/** Where nobody wraps: how far the codes are moved to the right at most, and how much of a long line is shown. */
const widestMessage = 100;
const widestLine = 160;
/** Messages in less than this stand on lines of their own. */
const narrowestMessage = 32;
/** However narrow the terminal, texts get this much. */
const narrowest = 16;
/** How many projects are named before they are only counted. */
const namedProjects = 12;

/** What was judged, what was found, and how much of it. */
export function textReport(report: Report, options: TextOptions): string {
  const paint: Paint = (style, text) => (options.color ? styleText(style, text, { validateStream: false }) : text);
  const fixed = fixedLines(report, options, paint).map((line) => `${line}\n`).join('');
  if (report.findings.length === 0) return `${fixed}${nothingFound(report.projects, options, paint)}\n`;
  const byFile = groupBy(report.findings, ({ file }) => file);
  const groups = [...byFile].map(([file, findings]) => [
    paint(['bold', 'underline'], visible(pathFrom(options.currentFolder, file))),
    ...fileLines(report, findings, options, paint), '',
  ]);
  return fixed + [...judged(report, options, paint), '', ...groups.flat(), summary(report, paint)].map((line) => `${line}\n`).join('');
}

/** One line for each finding that --fix has mended. */
function fixedLines({ fixed = [] }: Report, { currentFolder }: TextOptions, paint: Paint): readonly string[] {
  if (fixed.length === 0) return [];
  const lines = fixed.map(({ diagnostic: { file, code }, title }) => `  ${visible(pathFrom(currentFolder, file))}: ${visible(title)}  ${paint('dim', code)}`);
  return [`${paint('green', 'Fixed')} ${count(fixed.length, 'finding')}`, ...lines, ''];
}

/** One line for each project: `shop · dev  docker-compose.yml + docker-compose.dev.yml`. */
function judged({ projects, findings }: Report, { currentFolder }: TextOptions, paint: Paint): readonly string[] {
  const withFindings = new Set(findings.map(({ project, environment }) => `${project}\0${environment}`));
  const shown = projects.length <= namedProjects ? projects
    : projects.filter(({ name, environment }) => withFindings.has(`${name}\0${environment.name}`)).slice(0, namedProjects);
  const width = Math.max(...shown.map((project) => columns(labelOf(project))));
  const lines = shown.map((project) => `${padded(labelOf(project), width)}  ${paint('dim', filesOf(project, currentFolder))}`);
  const rest = projects.length - shown.length;
  return rest === 0 ? lines : [...lines, paint('dim', `and ${count(rest, 'other project')}`)];
}

function labelOf({ name, environment }: Project): string {
  return visible(environment.name === 'default' ? name : `${name} · ${environment.name}`);
}

/** The files, those in the first one's folder by their names alone. */
function filesOf({ environment: { files } }: Project, currentFolder: FilePath): string {
  const folder = folderOf(files[0] ?? '/');
  return visible(files.map((file, index) => (index > 0 && folderOf(file) === folder ? nameOf(file) : pathFrom(currentFolder, file))).join(' + '));
}

/** How wide the columns of one file's findings are. */
interface Layout {
  readonly line: number;
  readonly column: number;
  readonly severity: number;
  readonly message: number;
  /** The columns left of the message. */
  readonly indent: number;
  /** The columns that a message may take beside its code. */
  readonly room: number;
}

interface Row {
  readonly finding: Finding;
  readonly range: Range;
}

function fileLines(report: Report, findings: readonly Finding[], options: TextOptions, paint: Paint): readonly string[] {
  const rows = findings.map((finding): Row => ({ finding, range: rangeIn(report, finding.file, finding.span) }));
  const layout = layoutOf(rows, options);
  return rows.flatMap((row, index) => [
    ...(index === 0 ? [] : ['']),
    ...headLines(row, layout, options, paint),
    ...sourceLines(report, row, layout, options, paint),
    ...noteLines(report, row, layout, options, paint),
  ]);
}

function layoutOf(rows: readonly Row[], { width }: TextOptions): Layout {
  const widest = (widthOf: (row: Row) => number): number => Math.max(...rows.map(widthOf));
  const line = widest(({ range }) => String(range.start.line + 1).length);
  const column = widest(({ range }) => String(range.start.character + 1).length);
  const severity = widest(({ finding }) => finding.severity.length);
  const indent = 2 + line + 1 + column + 2 + severity + 2;
  return {
    line, column, severity, indent,
    message: widest(({ finding }) => columns(visible(finding.message))),
    room: width === undefined ? widestMessage : width - indent - 2 - widest(({ finding }) => finding.code.length),
  };
}

/** `line:column  severity  message  code`, the message below the rest where there is no room beside it. */
function headLines({ finding, range: { start } }: Row, layout: Layout, { width }: TextOptions, paint: Paint): readonly string[] {
  const place = `${String(start.line + 1).padStart(layout.line)}:${String(start.character + 1).padEnd(layout.column)}`;
  const head = `  ${paint('dim', place)}  ${paint(styles[finding.severity], finding.severity.padEnd(layout.severity))}  `;
  const code = paint('dim', finding.code);
  const message = visible(finding.message);
  const beside = width === undefined ? [message] : wrapped(message, layout.room);
  // A word may be longer than its column.
  if (width !== undefined && (layout.room < narrowestMessage || beside.some((line) => columns(line) > layout.room))) {
    const start = below(layout);
    return [head + code, ...wrapped(message, Math.max(width - start.length, narrowest)).map((line) => start + paint('bold', line))];
  }
  const [first = '', ...more] = beside;
  const gap = ' '.repeat(Math.max(0, Math.min(layout.room, layout.message) - columns(first)) + 2);
  return [head + paint('bold', first) + gap + code, ...more.map((line) => ' '.repeat(layout.indent) + paint('bold', line))];
}

/** The line of the file and what is meant of it. */
function sourceLines({ texts }: Report, { finding, range: { start, end } }: Row, layout: Layout, { width }: TextOptions, paint: Paint): readonly string[] {
  const text = texts.get(finding.file)?.line(start.line) ?? '';
  if (text.trim() === '') return [];
  const gutter = `${below(layout)}${paint('dim', '│')} `;
  const limit = Math.max((width ?? widestLine) - layout.line - 5, narrowest - 4);
  const snippet = snippetOf(text, start.character, end.line === start.line ? end.character : text.length, limit);
  return [
    `${gutter}${snippet.before}${snippet.marked}${snippet.after}`.trimEnd(),
    `${gutter}${' '.repeat(snippet.column)}${paint(styles[finding.severity], '^'.repeat(snippet.width))}`,
  ];
}

/** In which environments, the other places, and the fixes. */
function noteLines(report: Report, { finding }: Row, layout: Layout, { currentFolder, width }: TextOptions, paint: Paint): readonly string[] {
  const start = below(layout);
  const note = (label: string, said: string): readonly string[] =>
    wrapped(visible(said), width === undefined ? Infinity : Math.max(width - start.length - label.length - 1, narrowest))
      .map((line, index) => `${start}${index === 0 ? paint('cyan', label) : ' '.repeat(label.length)} ${line}`);
  return [
    ...(finding.where === undefined ? [] : note('where:', finding.where)),
    ...finding.related.flatMap(({ file, span, message }) => {
      const at = rangeIn(report, file, span).start;
      return note('also here:', `${pathFrom(currentFolder, file)}:${at.line + 1}:${at.character + 1}  ${message}`);
    }),
    ...finding.fixes.flatMap(({ title }, index) => note(index === 0 ? 'fix:' : ' or:', title)),
  ];
}

/** What stands left of all that is below a finding's first line. */
function below(layout: Layout): string {
  return ' '.repeat(layout.line + 3);
}

function nothingFound(projects: readonly Project[], { currentFolder }: TextOptions, paint: Paint): string {
  const [only] = projects;
  const where = projects.length === 1 && only !== undefined
    ? `${labelOf(only)} (${filesOf(only, currentFolder)})`
    : `${count(projects.length, 'project')}${projects.length <= namedProjects ? `: ${projects.map(labelOf).join(', ')}` : ''}`;
  return `${paint('green', 'Nothing found')} in ${where}`;
}

function summary({ findings, projects }: Report, paint: Paint): string {
  const counted = severities.flatMap((severity) => {
    const found = findings.filter((finding) => finding.severity === severity).length;
    if (found === 0) return [];
    return [paint(styles[severity], severity === 'information' ? `${found} information` : count(found, severity))];
  });
  return `${counted.join(', ')} in ${count(projects.length, 'project')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

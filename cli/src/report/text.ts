// The `text` format, for people: findings by file, each with its line underlined, and one line that sums up.

import { styleText } from 'node:util';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, nameOf } from '#core/project/path.ts';
import type { Severity } from '#core/rules/rule.ts';
import { columns, padded, visible, wrapped } from '#cli/report/display-text.ts';
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
/** How many projects are named before they are only counted. */
const namedProjects = 12;

/** What was judged, what was found, and how much of it. */
export function textReport(report: Report, options: TextOptions): string {
  const paint: Paint = (style, text) => (options.color ? styleText(style, text, { validateStream: false }) : text);
  if (report.findings.length === 0) return `${nothingFound(report.projects, options, paint)}\n`;
  const byFile = Map.groupBy(report.findings, ({ file }) => file);
  const groups = [...byFile].map(([file, findings]) => [
    paint(['bold', 'underline'], visible(pathFrom(options.currentFolder, file))),
    ...fileLines(report, findings, options, paint), '',
  ]);
  return [...judged(report, options, paint), '', ...groups.flat(), summary(report, paint)].map((line) => `${line}\n`).join('');
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

function fileLines(report: Report, findings: readonly Finding[], options: TextOptions, paint: Paint): readonly string[] {
  const rows = findings.map((finding) => ({ finding, range: rangeIn(report, finding.file, finding.span) }));
  const widest = (widths: readonly number[]): number => Math.max(...widths);
  const lineWidth = widest(rows.map(({ range }) => String(range.start.line + 1).length));
  const columnWidth = widest(rows.map(({ range }) => String(range.start.character + 1).length));
  const severityWidth = widest(rows.map(({ finding }) => finding.severity.length));
  const codeWidth = widest(rows.map(({ finding }) => finding.code.length));
  const messageWidth = widest(rows.map(({ finding }) => columns(visible(finding.message))));
  const indent = 2 + lineWidth + 1 + columnWidth + 2 + severityWidth + 2;
  const room = options.width === undefined ? widestMessage : options.width - indent - 2 - codeWidth;
  const narrow = options.width !== undefined && room < narrowestMessage;
  return rows.flatMap(({ finding, range: { start, end } }, index) => {
    const place = `${String(start.line + 1).padStart(lineWidth)}:${String(start.character + 1).padEnd(columnWidth)}`;
    const head = `  ${paint('dim', place)}  ${paint(styles[finding.severity], finding.severity.padEnd(severityWidth))}  `;
    const pad = ' '.repeat(indent);
    const message = visible(finding.message);
    const code = paint('dim', finding.code);
    const wide = options.width === undefined ? [message] : wrapped(message, room);
    // A word that is longer than its column takes the code's.
    const stacked = narrow || (options.width !== undefined && wide.some((line) => columns(line) > room));
    const bold = (text: string): string => paint('bold', text);
    const below = ' '.repeat(lineWidth + 3);
    const [first = '', ...more] = wide;
    const lines = stacked
      ? [`${head}${code}`, ...wrapped(message, Math.max((options.width ?? 0) - below.length, 16)).map((line) => below + bold(line))]
      : [`${head}${bold(first)}${' '.repeat(Math.max(0, Math.min(room, messageWidth) - columns(first)))}  ${code}`, ...more.map((line) => pad + bold(line))];

    const gutter = `  ${' '.repeat(lineWidth)} ${paint('dim', '│')} `;
    const text = report.texts.get(finding.file)?.line(start.line) ?? '';
    const snippet = snippetOf(text, start.character, end.line === start.line ? end.character : text.length, Math.max((options.width ?? widestLine) - lineWidth - 6, 10));
    if (text.trim() !== '') {
      lines.push(`${gutter}${snippet.before}${snippet.marked}${snippet.after}`.trimEnd());
      lines.push(`${gutter}${' '.repeat(snippet.column)}${paint(styles[finding.severity], '^'.repeat(snippet.width))}`);
    }
    const note = (label: string, said: string): void => {
      const width = options.width === undefined ? Infinity : Math.max(options.width - below.length - label.length - 1, 16);
      for (const [index, line] of wrapped(visible(said), width).entries()) {
        lines.push(`${below}${index === 0 ? paint('cyan', label) : ' '.repeat(label.length)} ${line}`);
      }
    };
    for (const place of finding.related) {
      const { start: at } = rangeIn(report, place.file, place.span);
      note('also here:', `${pathFrom(options.currentFolder, place.file)}:${at.line + 1}:${at.character + 1}  ${place.message}`);
    }
    for (const [index, fix] of finding.fixes.entries()) note(index === 0 ? 'fix:' : ' or:', fix.title);
    return index === 0 ? lines : ['', ...lines];
  });
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

// `composure check`: finds the projects that are meant, judges them, and prints what was found.

import { pathToFileURL } from 'node:url';
import { checkEnvironments, type Checked, type SharedDiagnostic } from '#core/check/check-folder.ts';
import { byPlace, distinct, type Diagnostic } from '#core/check/run.ts';
import { withinFolders } from '#core/check/within-folders.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf } from '#core/project/path.ts';
import { rules } from '#core/rules/index.ts';
import type { Fix, Rule, Severity } from '#core/rules/rule.ts';
import { textEdits } from '#core/yaml/patch.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { chooseProjects, searchedFolders } from '#cli/commands/choose-projects.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { diffOf, fixSafely, writeFixed } from '#cli/commands/fix.ts';
import { askEngine } from '#cli/commands/ask-engine.ts';
import { githubReport } from '#cli/report/github.ts';
import { gitlabReport } from '#cli/report/gitlab.ts';
import { jsonReport } from '#cli/report/json.ts';
import { Lines } from '#cli/report/lines.ts';
import { pathFrom, severities, type Finding, type Report, type WorkedOutFix } from '#cli/report/report.ts';
import { rulePage } from '#cli/report/rule-page.ts';
import { sarifReport } from '#cli/report/sarif.ts';
import { textReport } from '#cli/report/text.ts';

export const checkCommand: CommandDescription = {
  name: 'check',
  summary: 'Find every way the compose projects of a folder will break, without Docker',
  operands: '[PATH…]',
  options: [
    { name: 'file', short: 'f', value: 'FILE', repeatable: true, help: 'Judge one project made of these files, as docker compose reads them' },
    { name: 'project-directory', value: 'DIR', help: 'The folder where that project\'s relative paths start' },
    { name: 'env-file', value: 'FILE', repeatable: true, help: 'Env files in place of .env' },
    { name: 'profile', value: 'NAME', repeatable: true, help: 'Profiles to enable' },
    { name: 'environment', value: 'NAME', help: 'Judge this environment alone' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json', 'sarif', 'github', 'gitlab'], help: 'How to print' },
    { name: 'min-severity', value: 'SEVERITY', choices: severities, help: 'Leave out what is below' },
    { name: 'fix', help: 'Apply every fix that is safe, and report what is left' },
    { name: 'dry-run', help: 'With --fix: print what would change as a unified diff, and change nothing' },
    { name: 'live', help: 'Also ask the Docker engine; without it no engine and no network is touched' },
  ],
  notes: [
    'A PATH is a folder, searched for compose files, or a compose file, judged in the projects that it is part of. Without a PATH it is the current folder.',
    'The exit status is 0 without errors, 1 with at least one, and 2 where the check could not run. With --fix the errors that are left count.',
    'A fix is safe where it leaves the meaning as it is, or where nothing else can be meant. With --min-severity it is applied for what is reported alone.',
    // https://github.com/nodejs/node/issues/54232
    'Node takes an --env-file anywhere behind its program for its own: write `node -- cli.js` for `node cli.js`.',
  ],
};

/** Runs the check. @throws CannotRun where it cannot. */
export async function runCheck(values: Values, terminal: Terminal): Promise<Status> {
  if (values.has('dry-run') && !values.has('fix')) throw new CannotRun('--dry-run tells what --fix would do: it needs --fix');
  const disk = nodeFileSystem();
  const parsed = new ParsedFiles();
  const live = values.has('live');
  const engine = live ? await askEngine() : undefined;
  const chosen = rules.filter(({ speed }) => live || speed !== 'live');
  const folders = searchedFolders(values, terminal.currentFolder);
  const judge = async (files: FileSystem): Promise<Checked> => {
    const { projects, diagnostics } = await checkEnvironments(await chooseProjects(values, terminal.currentFolder, files, parsed, neverCancelled), rules, files, parsed, neverCancelled, engine);
    return { projects, diagnostics: withinFolders(diagnostics, folders, rules) };
  };
  const wanted = values.last('min-severity');
  const isMeant = ({ severity }: Diagnostic): boolean => wanted === undefined || atLeast(severity, wanted);
  const fixed = values.has('fix') ? await fixSafely(judge, isMeant, disk, parsed) : undefined;
  const files = fixed?.files ?? disk;
  const checked = fixed?.left ?? await judge(files);

  const format = values.last('format') ?? 'text';
  const least = wanted ?? (format === 'json' || format === 'sarif' ? 'hint' : 'information');
  const shown = distinct(checked.diagnostics).filter(({ severity }) => atLeast(severity, least)).toSorted(byPlace);
  const report = await reportOf(checked.projects, shown, chosen, files, terminal);
  const diff = fixed !== undefined && values.has('dry-run') ? diffOf(fixed, terminal.currentFolder) : undefined;
  if (fixed !== undefined && diff === undefined) await writeFixed(fixed, terminal.currentFolder);
  if (diff !== undefined && format === 'text') terminal.out(diff);
  else terminal.out(await printed({ ...report, ...(fixed === undefined ? {} : { fixed: fixed.mended }), ...(diff === undefined ? {} : { diff }) }, format, files, terminal));

  const [unreadable, ...more] = new Set(checked.projects.flatMap((project) => project.unreadable));
  if (unreadable !== undefined) throw new CannotRun(`${pathFrom(terminal.currentFolder, unreadable)} cannot be read${more.length > 0 ? `, nor ${more.length} other` : ''}`);
  return checked.diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function atLeast(severity: Severity, least: string): boolean {
  return severities.indexOf(severity) <= severities.findIndex((each) => each === least);
}

async function printed(report: Report, format: string, files: FileSystem, terminal: Terminal): Promise<string> {
  const { currentFolder, version, color, width } = terminal;
  switch (format) {
    case 'json': return jsonReport(report, toOsPath);
    case 'sarif': return sarifReport(report, { version, root: await repositoryRoot(currentFolder, files), uri: (path) => pathToFileURL(toOsPath(path)).href, page: rulePage });
    case 'github':
    case 'gitlab': {
      const root = await repositoryRoot(currentFolder, files);
      return (format === 'github' ? githubReport : gitlabReport)(report, (path) => pathFrom(root, path));
    }
    default: return textReport(report, { currentFolder, color, width });
  }
}

/** The folder above that git works in; the folder itself where there is none. */
export async function repositoryRoot(folder: FilePath, files: FileSystem): Promise<FilePath> {
  for (let each = folder; ; each = folderOf(each)) {
    if (await files.stat(each === '/' ? '/.git' : `${each}/.git`) !== undefined) return each;
    if (folderOf(each) === each) return folder;
  }
}

async function reportOf(projects: readonly Project[], diagnostics: readonly SharedDiagnostic[], chosen: readonly Rule[], files: FileSystem, terminal: Terminal): Promise<Report> {
  const yamlFiles = new Map(projects.flatMap((project) => project.files.map((file) => [file.file, file] as const)));
  const texts = new Map<FilePath, Lines>();
  const findings: Finding[] = [];
  for (const { fixes, ...diagnostic } of diagnostics) {
    for (const file of [diagnostic.file, ...diagnostic.related.map((place) => place.file)]) {
      if (!texts.has(file)) texts.set(file, new Lines(yamlFiles.get(file)?.text ?? await files.readText(file) ?? ''));
    }
    findings.push({ ...diagnostic, fixes: await workedOut(fixes, diagnostic.code, yamlFiles, terminal) });
  }
  return { projects, findings, texts, rules: chosen };
}

/** A rule that fails on its fixes still leaves the finding to be printed. */
async function workedOut(fixes: Diagnostic['fixes'], code: string, yamlFiles: ReadonlyMap<FilePath, YamlFile>, terminal: Terminal): Promise<readonly WorkedOutFix[]> {
  try {
    return (await fixes()).map((fix) => ({ title: fix.title, edits: editsOf(fix, yamlFiles) }));
  } catch (error) {
    terminal.note(`the fixes of ${code} could not be worked out: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

function editsOf(fix: Fix, yamlFiles: ReadonlyMap<FilePath, YamlFile>): WorkedOutFix['edits'] {
  const edits = fix.edits.map((edit) => {
    if (edit.kind === 'create-file' || edit.kind === 'create-folder') return undefined;
    if (edit.kind === 'replace') return [{ file: edit.at.file, span: edit.at.span, text: edit.text }];
    const file = yamlFiles.get(edit.kind === 'add' ? edit.file : edit.at.file);
    return file === undefined ? undefined : textEdits(edit, file);
  });
  return edits.includes(undefined) ? undefined : edits.flatMap((each) => each ?? []);
}


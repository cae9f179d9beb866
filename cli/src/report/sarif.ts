// The `sarif` format, version 2.1.0 (OASIS), as code scanning services read it. Its types come from @types/sarif, so the
// compiler holds the output to the standard.

import type { ArtifactChange, ArtifactLocation, Fix, Location, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import type { FilePath } from '#core/outside.ts';
import { isInside } from '#core/project/path.ts';
import type { Severity, Stage } from '#core/rules/rule.ts';
import type { Span } from '#core/yaml/span.ts';
import { groupBy } from '#core/words/group-by.ts';
import { fingerprintsOf } from '#cli/report/fingerprints.ts';
import type { RulePage } from '#cli/report/rule-page.ts';
import { pathFrom, rangeIn, type Finding, type Report, type WorkedOutFix } from '#cli/report/report.ts';

export interface SarifOptions {
  readonly version: string;
  /** The folder to which paths are relative: the repository's root, where there is one. */
  readonly root: FilePath;
  /** A path as a `file:` URI. */
  readonly uri: (path: FilePath) => string;
  /** A rule's page; undefined where it does not lie beside the program. */
  readonly page: (code: string) => RulePage | undefined;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

const stages: Readonly<Record<Stage, string>> = {
  load: 'The fault shows when Compose reads the project: it refuses the files.',
  build: 'The fault shows when an image is built.',
  start: 'The fault shows when containers are created and started.',
  run: 'The fault shows when the containers are up.',
  policy: 'The fault never shows by itself: it is a rule of this team, or advice.',
};

const rootId = '%SRCROOT%';

/** One run with every rule and every finding. */
export function sarifReport(report: Report, options: SarifOptions): string {
  const rules = descriptors(report, options);
  const fingerprints = fingerprintsOf(report, (file) => pathFrom(options.root, file));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'Composure', version: options.version, semanticVersion: options.version, rules } },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [rootId]: { uri: `${options.uri(options.root).replace(/\/$/, '')}/`, description: { text: 'The root of the repository, or the folder of the check' } } },
      results: report.findings.map((finding, index) => ({ ...result(report, finding, rules, options), partialFingerprints: { 'composure/v1': fingerprints[index] ?? '' } })),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Every rule, and the codes that the runner itself reports. */
function descriptors({ rules, findings }: Report, { page }: SarifOptions): ReportingDescriptor[] {
  const said = new Set(findings.map(({ code }) => code));
  const known = rules.map(({ code, title, severity, stage }): ReportingDescriptor => {
    // The whole page is shown beside a finding; of the other rules the sentence is enough.
    const own = said.has(code) ? page(code) : undefined;
    return {
      id: code, shortDescription: { text: title }, help: { text: `${title}. ${stages[stage]}`, ...(own !== undefined && { markdown: own.text }) },
      ...(own !== undefined && { helpUri: own.uri }), defaultConfiguration: { level: levels[severity] }, properties: { stage, tags: [stage] },
    };
  });
  const others = new Map(findings.filter(({ code }) => !rules.some((rule) => rule.code === code)).map((finding) => [finding.code, finding]));
  return [...known, ...[...others.values()].map(({ code, severity, stage }): ReportingDescriptor => ({
    id: code, shortDescription: { text: code === 'unused-ignore' ? 'A comment ignores what is not there' : 'A rule failed on this project' },
    defaultConfiguration: { level: levels[severity] }, properties: { stage, tags: [stage] },
  }))];
}

function result(report: Report, finding: Finding, rules: readonly ReportingDescriptor[], options: SarifOptions): Result {
  const { code, severity, message, file, span, related, stage, project, environment } = finding;
  const fixes = finding.fixes.flatMap((fix) => sarifFix(report, fix, options));
  return {
    ruleId: code, ruleIndex: rules.findIndex(({ id }) => id === code), level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: place(report, file, span, options) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((each, id): Location => ({ id, physicalLocation: place(report, each.file, each.span, options), message: { text: each.message } })),
    }),
    ...(fixes.length > 0 && { fixes }),
    properties: { stage, severity, project, environment },
  };
}

/** A fix that only changes text; the others (a new file) cannot be said in SARIF without a hash of what is there. */
function sarifFix(report: Report, { title, edits }: WorkedOutFix, options: SarifOptions): Fix[] {
  if (edits === undefined || edits.length === 0) return [];
  const changes = [...groupBy(edits, ({ file }) => file)].map(([file, own]): ArtifactChange => ({
    artifactLocation: artifact(file, options),
    replacements: own.map(({ span, text }) => ({ deletedRegion: region(report, file, span), insertedContent: { text } })),
  }));
  return [{ description: { text: title }, artifactChanges: changes }];
}

function place(report: Report, file: FilePath, span: Span, options: SarifOptions): PhysicalLocation {
  return { artifactLocation: artifact(file, options), region: region(report, file, span) };
}

/** Lines and columns from one, the end column behind the last character. */
function region(report: Report, file: FilePath, span: Span): Region {
  const { start, end } = rangeIn(report, file, span);
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

function artifact(file: FilePath, { root, uri }: SarifOptions): ArtifactLocation {
  if (!isInside(root, file)) return { uri: uri(file) };
  return { uri: pathFrom(root, file).split('/').map(encodeURIComponent).join('/'), uriBaseId: rootId };
}

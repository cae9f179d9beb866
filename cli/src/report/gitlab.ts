// The `gitlab` format: a Code Quality report, which GitLab shows beside the changed lines of a merge request
// (docs.gitlab.com, "Code Quality report format").

import type { FilePath } from '#core/outside.ts';
import type { Severity } from '#core/rules/rule.ts';
import { fingerprintsOf } from '#cli/report/fingerprints.ts';
import { rangeIn, type Report } from '#cli/report/report.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' };

/** One entry for each finding. `path` gives the path as the repository has it. */
export function gitlabReport(report: Report, path: (file: FilePath) => string): string {
  const fingerprints = fingerprintsOf(report, path);
  const issues = report.findings.map(({ file, span, severity, code, message }, index) => {
    const { start, end } = rangeIn(report, file, span);
    return {
      description: message, check_name: code, severity: severities[severity],
      fingerprint: fingerprints[index],
      location: { path: path(file), lines: { begin: start.line + 1, end: end.line + 1 } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

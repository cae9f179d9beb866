// The `github` format: workflow commands that a GitHub runner turns into annotations beside the changed lines.

import type { FilePath } from '#core/outside.ts';
import type { Severity } from '#core/rules/rule.ts';
import { rangeIn, type Report } from '#cli/report/report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** One line for each finding. `path` gives the path as the repository has it. */
export function githubReport(report: Report, path: (file: FilePath) => string): string {
  return report.findings.map(({ file, span, severity, code, message }) => {
    const { start, end } = rangeIn(report, file, span);
    const properties = {
      file: path(file), line: start.line + 1, endLine: end.line + 1,
      // GitHub shows columns only within one line.
      ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
      title: code,
    };
    const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
    return `::${commands[severity]} ${list.join(',')}::${escaped(message)}\n`;
  }).join('');
}

/** As the runner undoes it (actions/toolkit, core/src/command.ts). */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

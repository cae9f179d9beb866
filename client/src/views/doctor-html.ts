// The doctor's report as a page: a table without scripts, which a keyboard, a screen reader and every theme can read. Pure.

import type { Check, CheckStatus, DoctorReport, Remedy } from '#core/doctor/check.ts';
import { marks, summary } from '#core/doctor/report-lines.ts';
import type { Localize } from '#client/localize.ts';

/** What a link of the page asks for; the argument of `composure.mend`. */
export interface Mending {
  /** The id of the environment. */
  readonly environment: string;
  readonly remedy: Remedy;
}

export interface DoctorPage {
  readonly report: DoctorReport;
  /** The id of the environment. */
  readonly environment: string;
  /** Files with unsaved changes, of which the report knows nothing. */
  readonly unsaved: readonly string[];
  /** When it was made, for people. */
  readonly time: string;
}

/** The whole page. */
export function doctorHtml({ report, environment, unsaved, time }: DoctorPage, l10n: Localize): string {
  const order: readonly CheckStatus[] = ['fail', 'warn', 'pass'];
  const checks = report.checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const again = link('composure.doctor', environment, l10n.t('Check Again'));
  const copy = link('composure.copyDoctorReport', environment, l10n.t('Copy as Text'));
  const note = unsaved.length === 0 ? '' : `<p>${escaped(l10n.t('Unsaved changes are not seen here, as Docker does not see them: {0}', unsaved.join(', ')))}</p>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(l10n.t('Doctor: {0}', report.environment))}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(l10n.t('{0} of {1}', report.environment, report.project))}</h1>
<p>${escaped(summary(report.checks))} · ${escaped(time)}</p>
${note}<p class="buttons">${again} ${copy}</p>
<table>
<tbody>
${checks.map((check) => row(check, environment)).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

function row({ status, title, message, details = [], advice, remedies = [] }: Check, environment: string): string {
  const list = details.length === 0 ? '' : `<ul>${details.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`;
  const what = advice === undefined ? '' : `<p>${escaped(advice)}</p>`;
  const links = remedies.map((remedy) => (remedy.kind === 'read' ? `<a class="button" href="${escaped(remedy.url)}">${escaped(remedy.title)}</a>` : link('composure.mend', { environment, remedy } satisfies Mending, remedy.title)));
  return `<tr class="${status}"><td class="status"><span aria-hidden="true">${marks[status]}</span> ${status}</td><th scope="row">${escaped(title)}</th><td>${escaped(message)}${list}${what}${links.length === 0 ? '' : `<p class="buttons">${links.join(' ')}</p>`}</td></tr>`;
}

/** A command as a link: the page may call those that its panel allows. */
function link(command: string, argument: unknown, text: string): string {
  return `<a class="button" role="button" href="command:${command}?${escaped(encodeURIComponent(JSON.stringify([argument])))}">${escaped(text)}</a>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;');
}

const style = `
body { max-width: 60rem; line-height: 1.5; }
table { border-collapse: collapse; width: 100%; }
td, th { border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, currentColor)); padding: .5rem .75rem; text-align: start; vertical-align: top; }
th, .status { white-space: nowrap; }
td p, td ul { margin: .35rem 0 0; }
td ul { font-family: var(--vscode-editor-font-family); padding-inline-start: 1.25rem; }
.warn .status, .fail .status { font-weight: bold; }
.pass .status span { color: var(--vscode-charts-green); }
.warn .status span { color: var(--vscode-editorWarning-foreground); }
.fail .status span { color: var(--vscode-errorForeground); }
.buttons { display: flex; flex-wrap: wrap; gap: .35rem; }
.button { background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, var(--vscode-widget-border))); color: var(--vscode-button-secondaryForeground); display: inline-block; padding: .1rem .6rem; text-decoration: none; }
.button:hover { background: var(--vscode-button-secondaryHoverBackground); }
.button:focus { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
@media (max-width: 36rem) {
  table, tbody, tr, th, td { display: block; }
  tr { border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, currentColor)); padding: .5rem 0; }
  tr th, tr td { border: 0; overflow-wrap: anywhere; padding: 0; }
  tr .status, tr th { display: inline-block; padding-inline-end: .75rem; }
}
`;

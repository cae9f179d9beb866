// The matrix as HTML: a row for each environment, a column for each thing that one wants to compare at a glance.

import { matrixCells, matrixColumns, matrixHeadings, type MatrixColumn, type MatrixFacts } from '#core/matrix/cells.ts';
import type { MatrixRow } from '#core/matrix/matrix-row.ts';
import { nameOf } from '#core/project/path.ts';
import { groupBy } from '#core/words/group-by.ts';
import { modeText, type RunState } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';
import { escapedHtml } from '#client/views/monitor/chart.ts';
import { button } from '#client/views/overviews/page.ts';

/** How an environment is stands beside its name: what is far to the right is out of sight in a narrow window. */
const columns: readonly MatrixColumn[] = ['status', ...matrixColumns.filter((column) => column !== 'status')];

/** One row, and what was found out about it. */
export interface MatrixLine extends MatrixFacts {
  readonly row: MatrixRow;
  readonly state: RunState;
  readonly isBroken: boolean;
}

/** The table; environments of one folder stand together below its name where there are several folders. */
export function matrixHtml(lines: readonly MatrixLine[], now: number, l10n: Localize): string {
  if (lines.length === 0) return `<p>${escapedHtml(l10n.t('There is no Compose file here'))}</p>`;
  const folders = groupBy(lines, ({ row }) => row.folder);
  const head = columns.map((column) => `<th scope="col">${escapedHtml(matrixHeadings[column])}</th>`).join('');
  const bodies = [...folders].map(([folder, own]) => {
    const title = folders.size === 1 ? '' : `<tr class="folder"><th scope="rowgroup" colspan="${columns.length + 1}" title="${escapedHtml(folder)}">${escapedHtml(nameOf(folder))}</th></tr>`;
    return `<tbody>${title}${own.map((line) => rowHtml(line, own.length > 1, now, l10n)).join('')}</tbody>`;
  });
  return `<table><thead><tr><th scope="col">${escapedHtml(l10n.t('Environment'))}</th>${head}</tr></thead>${bodies.join('')}</table>`;
}

function rowHtml(line: MatrixLine, hasOthers: boolean, now: number, l10n: Localize): string {
  const { row, state, isBroken } = line;
  const { id, name, mode } = row;
  const cells = matrixCells(row, line, now);
  const actions = [
    button(l10n.t('Graph'), 'graph', { with: id, key: `graph ${id}`, spoken: l10n.t('Show the graph of {0}', name) }),
    ...(hasOthers ? [button(l10n.t('Drift'), 'drift', { with: id, key: `drift ${id}`, spoken: l10n.t('Show what differs between {0} and the others', name) })] : []),
  ].join(' ');
  const modeWord = mode === name ? '' : modeText(mode, l10n);
  return `<tr><th scope="row"><span class="name">${escapedHtml(name)}</span>${modeWord === '' ? '' : ` <span class="mode">${escapedHtml(modeWord)}</span>`}<div class="actions">${actions}</div></th>${columns.map((column) => {
    const { text, detail } = cells[column];
    if (column === 'files') return `<td>${row.files.map((file) => button(nameOf(file), 'file', { with: file, key: `file ${id} ${file}`, title: file, kind: 'link' })).join('')}${[...row.envFiles.map((file) => button(nameOf(file), 'file', { with: file, key: `file ${id} ${file}`, title: file, kind: 'link' })), ...row.profiles.map((profile) => `<span>${escapedHtml(l10n.t('profile {0}', profile))}</span>`)].join('')}</td>`;
    const kind = column === 'status' ? ` class="status ${isBroken ? 'bad' : state}"` : ['ports', 'memory', 'variables', 'secrets'].includes(column) ? ' class="number"' : '';
    return `<td${kind} title="${escapedHtml(detail)}">${escapedHtml(text)}</td>`;
  }).join('')}</tr>`;
}

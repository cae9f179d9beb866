// Drift as HTML: by service and attribute, what each environment says, with a way to both places and one to say that it is meant.

import { groupsOf } from '#core/drift/drift.ts';
import type { DriftAnswer, Place, PlacedDifference } from '#core/protocol.ts';
import { nameOf } from '#core/project/path.ts';
import { groupBy } from '#core/words/group-by.ts';
import { listed } from '#core/words/listed.ts';
import type { Localize } from '#client/localize.ts';
import { escapedHtml } from '#client/views/monitor/chart.ts';
import type { Register } from '#client/views/overviews/graph-svg.ts';
import { button } from '#client/views/overviews/page.ts';

/** What is shown of drift. */
export interface DriftView {
  /** All environments of the folder, and which of them are compared. */
  readonly environments: readonly { readonly id: string; readonly name: string; readonly chosen: boolean }[];
  /** Whether what is meant is shown too. */
  readonly all: boolean;
}

/** The bar above: who is compared. */
export function driftBar({ environments, all }: DriftView, { differences }: DriftAnswer, l10n: Localize): string {
  const meant = differences.filter(({ because }) => because !== undefined).length;
  return `<div role="group" aria-label="${escapedHtml(l10n.t('Environments that are compared'))}">${environments.map(({ id, name, chosen }) => button(name, 'choose', { with: id, key: `choose ${id}`, pressed: chosen })).join('')}</div>`
    + (meant === 0 ? '' : button(l10n.t('Show {0} on purpose', meant), 'all', { key: 'all', pressed: all }));
}

/** The differences. */
export function driftHtml({ all }: DriftView, { compared, left, differences }: DriftAnswer, register: Register, l10n: Localize): string {
  const shown = differences.filter(({ because }) => all || because === undefined);
  const notes = [
    compared.length < 2 ? l10n.t('Choose two environments to compare') : shown.length === 0 ? l10n.t('{0} do not differ', listed(compared)) : '',
    left.length === 0 ? '' : l10n.t('Not compared, because a part of the files cannot be read: {0}', listed(left)),
  ].filter((note) => note !== '');
  const sections = [...groupBy(shown, ({ service }) => service)].map(([service, own]) => (
    `<section aria-label="${escapedHtml(l10n.t('service {0}', service))}"><h2>${escapedHtml(service)}</h2>${own.map((difference) => differenceHtml(difference, register, l10n)).join('')}</section>`));
  return notes.map((note) => `<p class="note">${escapedHtml(note)}</p>`).join('') + sections.join('');
}

function differenceHtml(difference: PlacedDifference, register: Register, l10n: Localize): string {
  const { service, attribute, because, accident } = difference;
  const key = `${service}\n${attribute}`;
  const groups = groupsOf(difference);
  const places = groups.flatMap(([first]) => first?.place ?? []);
  const shown = attribute === 'service' ? l10n.t('the service itself') : attribute;
  const values = groups.map((group, index) => {
    const [first] = group;
    const who = listed(group.map(({ environment }) => environment));
    const text = first?.text ?? (attribute === 'service' ? l10n.t('not there') : l10n.t('nothing'));
    const where = first?.place === undefined ? '' : button(placeText(first.place), 'open', { with: [register(first.place)], key: `open ${key} ${index}`, spoken: l10n.t('Open {0} of {1} in {2}', shown, service, who), kind: 'link' });
    return `<dt>${escapedHtml(who)}</dt><dd><code${first?.text === undefined ? ' class="none"' : ''}>${escapedHtml(text)}</code> ${where}</dd>`;
  });
  const actions = [
    ...(places.length < 2 ? [] : [button(l10n.t('Open Both'), 'open', { with: places.slice(0, 2).map(register), key: `both ${key}`, spoken: l10n.t('Open both places of {0} of {1} side by side', shown, service) })]),
    ...(because === undefined ? [button(l10n.t('On Purpose…'), 'record', { with: [service, attribute], key: `record ${key}`, spoken: l10n.t('Record that {0} of {1} differs on purpose', shown, service) })] : []),
  ].join('');
  const judged = because !== undefined ? `<p class="meant">${escapedHtml(l10n.t('On purpose: {0}', because))}</p>` : accident === undefined ? '' : `<p class="accident">${escapedHtml(l10n.t('Looks like an accident: {0}', accident))}</p>`;
  return `<article class="difference${accident === undefined ? '' : ' accidental'}"><h3>${escapedHtml(shown)}</h3><dl>${values.join('')}</dl>${judged}<div class="actions">${actions}</div></article>`;
}

function placeText({ file, range }: Place): string {
  return `${nameOf(file)}:${range.start.line + 1}`;
}

// Drift as HTML: by service and attribute, what each environment says, with a way to both places and one to say that it is meant.

import { groupsOf } from '#core/drift/drift.ts';
import { byServices, sharedOf, type Shared } from '#core/drift/shared.ts';
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
  const meant = sharedOf(differences).filter(({ own: [{ because }] }) => because !== undefined).length;
  return `<div role="group" aria-label="${escapedHtml(l10n.t('Environments that are compared'))}">${environments.map(({ id, name, chosen }) => button(name, 'choose', { with: id, key: `choose ${id}`, pressed: chosen })).join('')}</div>`
    + (meant === 0 ? '' : button(l10n.t('Show {0} on purpose', meant), 'all', { key: 'all', pressed: all }));
}

/** The differences. */
export function driftHtml({ all }: DriftView, { compared, left, differences }: DriftAnswer, register: Register, l10n: Localize): string {
  const shown = sharedOf(differences).filter(({ own: [{ because }] }) => all || because === undefined);
  const notes = [
    compared.length < 2 ? l10n.t('Choose two environments to compare') : shown.length === 0 ? l10n.t('{0} do not differ', listed(compared)) : '',
    left.length === 0 ? '' : l10n.t('Not compared, because a part of the files cannot be read: {0}', listed(left)),
  ].filter((note) => note !== '');
  const sections = byServices(shown).map(([services, own]) => {
    const names = listed(services, services.length);
    const label = services.length === 1 ? l10n.t('service {0}', names) : l10n.t('services {0}', names);
    return `<section aria-label="${escapedHtml(label)}"><h2>${escapedHtml(names)}</h2>${own.map((each) => differenceHtml(each, register, l10n)).join('')}</section>`;
  });
  return notes.map((note) => `<p class="note">${escapedHtml(note)}</p>`).join('') + sections.join('');
}

function differenceHtml({ attribute, services, own }: Shared<PlacedDifference>, register: Register, l10n: Localize): string {
  const [{ because }] = own;
  const names = listed(services, services.length);
  const key = `${services.join(' ')}\n${attribute}`;
  const groups = own.map(groupsOf);
  const [first = []] = groups;
  const places = first.flatMap(([value]) => value?.place ?? []);
  const shown = attribute === 'service' ? l10n.t('the service itself') : attribute;
  const values = first.map((group, index) => {
    const [value] = group;
    const who = listed(group.map(({ environment }) => environment));
    const text = value?.text ?? (attribute === 'service' ? l10n.t('not there') : l10n.t('nothing'));
    // Each place once: what several services have from one file stands there once.
    const all = groupBy(services.flatMap((service, at) => {
      const place = groups[at]?.[index]?.[0]?.place;
      return place === undefined ? [] : [{ place, service }];
    }), ({ place }) => `${place.file}:${place.range.start.line}`);
    const links = [...all.values()].flatMap(([one], at) => (one === undefined ? [] : [
      button(placeText(one.place), 'open', { with: [register(one.place)], key: `open ${key} ${index} ${at}`, spoken: l10n.t('Open {0} of {1} in {2}', shown, one.service, who), kind: 'link' })]));
    return `<dt>${escapedHtml(who)}</dt><dd><code${value?.text === undefined ? ' class="none"' : ''}>${escapedHtml(text)}</code> ${links.join(' ')}</dd>`;
  });
  const actions = [
    ...(places.length < 2 ? [] : [button(l10n.t('Open Both'), 'open', { with: places.slice(0, 2).map(register), key: `both ${key}`, spoken: l10n.t('Open both places of {0} of {1} side by side', shown, services[0] ?? '') })]),
    ...(because === undefined ? [button(l10n.t('On Purpose…'), 'record', { with: [attribute, ...services], key: `record ${key}`, spoken: l10n.t('Record that {0} of {1} differs on purpose', shown, names) })] : []),
  ].join('');
  const accidents = own.flatMap(({ accident }) => accident ?? []);
  const judged = because === undefined ? accidents.map((accident) => `<p class="accident">${escapedHtml(l10n.t('Looks like an accident: {0}', accident))}</p>`).join('') : `<p class="meant">${escapedHtml(l10n.t('On purpose: {0}', because))}</p>`;
  return `<article class="difference${accidents.length === 0 ? '' : ' accidental'}"><h3>${escapedHtml(shown)}</h3><dl>${values.join('')}</dl>${judged}<div class="actions">${actions}</div></article>`;
}

function placeText({ file, range }: Place): string {
  return `${nameOf(file)}:${range.start.line + 1}`;
}

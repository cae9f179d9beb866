// What the view "Monitor" shows, as plain HTML: a heading for each environment and a card for each container. Pure: it
// knows neither the editor nor the engine.

import { cpuText, flowText, sizeText } from '#core/monitor/amounts.ts';
import { troublesOf, type Reading } from '#core/monitor/reading.ts';
import { troubleText } from '#core/monitor/trouble-text.ts';
import type { Usage } from '#core/monitor/usage.ts';
import type { Localize } from '#client/localize.ts';
import { chartSvg, escapedHtml } from '#client/views/monitor/chart.ts';

/** One element of the list, kept as it is on the page for as long as its key is the same. */
export interface Card {
  readonly key: string;
  readonly kind: 'heading' | 'container';
  /** What a screen reader says when the card gets the focus; empty for a heading. */
  readonly label: string;
  readonly html: string;
}

/** The containers of one environment. */
export interface MonitoredGroup {
  readonly name: string;
  readonly readings: readonly Reading[];
}

/** All cards, from the top. */
export function monitorCards(groups: readonly MonitoredGroup[], l10n: Localize): readonly Card[] {
  return groups.flatMap(({ name, readings }): readonly Card[] => [
    { key: `environment ${name}`, kind: 'heading', label: '', html: `<h2>${escapedHtml(name)}</h2>` },
    ...readings.map((reading) => containerCard(reading, l10n)),
  ]);
}

/** What has begun to go wrong between two moments, for those who do not look on; empty where nothing has. */
export function announcement(before: readonly Reading[], now: readonly Reading[]): string {
  const old = new Map(before.map((reading) => [reading.container.id, new Set(troublesOf(reading))]));
  return now.flatMap((reading) => {
    const known = old.get(reading.container.id);
    // What is short of something may be so each second second.
    const news = known === undefined ? [] : troublesOf(reading).filter((trouble) => !known.has(trouble) && trouble !== 'cpu-short');
    return news.map((trouble) => `${nameOf(reading)} ${troubleText(trouble, reading)}`);
  }).join('. ');
}

function containerCard(reading: Reading, l10n: Localize): Card {
  const { container, vitals, usages } = reading;
  const now = usages.at(-1);
  const troubles = troublesOf(reading).map((trouble) => troubleText(trouble, reading));
  const state = container.health === 'none' ? container.state : container.health;
  const restarts = (vitals?.restarts ?? 0) === 0 ? '' : vitals?.restarts === 1 ? l10n.t('1 restart') : l10n.t('{0} restarts', vitals?.restarts ?? 0);
  const ofLimit = (text: string, limit: string | undefined): string => (limit === undefined ? text : l10n.t('{0} of {1}', text, limit));
  const twoWay = (words: string, ...flows: readonly (number | undefined)[]): string => (flows.every((flow) => flow === undefined) ? l10n.t('the engine does not tell') : words);
  const figures = [
    figure('CPU', ofLimit(cpuText(now?.cpu), vitals?.cpuLimit === undefined ? undefined : cpuText(vitals.cpuLimit)), usages, [({ cpu }) => cpu], vitals?.cpuLimit, 0.02, cpuText, l10n),
    figure(l10n.t('Memory'), ofLimit(sizeText(now?.memory), vitals?.memoryLimit === undefined ? undefined : sizeText(vitals.memoryLimit)), usages, [({ memory }) => memory], vitals?.memoryLimit, 1024 ** 2, sizeText, l10n),
    figure(l10n.t('Network'), twoWay(l10n.t('{0} in, {1} out', flowText(now?.received), flowText(now?.sent)), now?.received, now?.sent), usages, [({ received }) => received, ({ sent }) => sent], undefined, 1000, flowText, l10n),
    figure(l10n.t('Disk'), twoWay(l10n.t('{0} read, {1} written', flowText(now?.read), flowText(now?.written)), now?.read, now?.written), usages, [({ read }) => read, ({ written }) => written], undefined, 1000, flowText, l10n),
  ];
  const html = [
    `<h3>${escapedHtml(nameOf(reading))} <span class="state ${stateClass(reading)}">${escapedHtml(state)}</span>${restarts === '' ? '' : ` <span class="restarts">${escapedHtml(restarts)}</span>`}</h3>`,
    ...(troubles.length === 0 ? [] : [`<ul class="troubles">${troubles.map((text) => `<li>${escapedHtml(text)}</li>`).join('')}</ul>`]),
    ...(usages.length === 0 ? [] : [`<dl>${figures.join('')}</dl>`]),
    probesHtml(reading, l10n),
  ].join('');
  const label = [nameOf(reading), state, restarts, ...troubles, ...(now === undefined ? [] : [`CPU ${cpuText(now.cpu)}`, `${l10n.t('memory')} ${sizeText(now.memory)}`])];
  return { key: container.id, kind: 'container', label: label.filter((part) => part !== '').join(', '), html };
}

function figure(
  name: string, value: string, usages: readonly Usage[], lines: readonly ((usage: Usage) => number | undefined)[], limit: number | undefined, least: number,
  text: (amount: number | undefined) => string, l10n: Localize,
): string {
  const values = lines.map((of) => usages.map(of));
  const known = values.flat().filter((one) => one !== undefined);
  const label = known.length === 0 ? `${name}: ${value}` : l10n.t('{0} in the last minute: now {1}, at most {2}', name, value, text(Math.max(...known)));
  return `<div><dt>${escapedHtml(name)}</dt><dd>${chartSvg({ lines: values, limit, least, label })}<span class="value">${escapedHtml(value)}</span></dd></div>`;
}

/** The history of a health check: signs that differ in shape, and their count. */
function probesHtml({ vitals }: Reading, l10n: Localize): string {
  const probes = vitals?.probes ?? [];
  if (probes.length === 0) return '';
  const well = probes.filter(({ ok }) => ok).length;
  const signs = probes.map(({ ok }) => `<span class="${ok ? 'ok' : 'failed'}">${ok ? '✓' : '✗'}</span>`).join('');
  return `<p class="probes">${escapedHtml(l10n.t('{0} of the last {1} probes passed', well, probes.length))} <span aria-hidden="true">${signs}</span></p>`;
}

function nameOf({ container: { service, number } }: Reading): string {
  return number > 1 ? `${service} ${number}` : service;
}

function stateClass({ container: { state, health } }: Reading): string {
  if (health === 'unhealthy' || state === 'restarting' || state === 'dead') return 'bad';
  return state === 'running' && health !== 'starting' ? 'good' : 'quiet';
}

// What stands above a compose file and above each service in it: how it is doing, and what can be done with it. Pure: it
// knows neither the editor nor the engine.

import type { ContainerFacts, FilePath } from '#core/outside.ts';
import type { ServiceSummary } from '#core/protocol.ts';
import { isUp, type EnvironmentPicture } from '#client/environment-picture.ts';
import { conditionText, isBroken, isGood, modeIcon, serviceCondition, statusText, type Condition } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';

/** One code lens. */
export interface Lens {
  readonly line: number;
  readonly title: string;
  /** Without one it only tells something. */
  readonly command: string | undefined;
  /** A row's id, or an environment's. */
  readonly argument: string | undefined;
  /** Whose key it stands above, and the key's column; none above the file. */
  readonly service?: { readonly name: string; readonly column: number };
}

/** Environments that are offered above a file; the sidebar has the others. */
const offerLimit = 4;

/** The lenses of a file. In a folder that is not trusted nobody asks how anything is doing. */
export function lenses(file: FilePath, environments: readonly EnvironmentPicture[], trusted: boolean, l10n: Localize): readonly Lens[] {
  const own = environments.filter(({ summary }) => summary.files.includes(file) || summary.services.some(({ place }) => place.file === file));
  const shown = own.find(isUp) ?? own[0];
  if (shown === undefined) return [];
  if (!trusted) return [{ line: 0, title: withIcon('question', l10n.t('{0}: state unknown', shown.summary.name)), command: 'workbench.trust.manage', argument: undefined }];
  return [...ofEnvironments(own, shown, l10n), ...servicesIn(file, [shown, ...own.filter(isUp), ...own]).flatMap(([picture, service]) => ofService(picture, service, l10n))];
}

/** The services that a file defines, each in the first environment that has it: an overlay or a profile may have some alone. */
function servicesIn(file: FilePath, environments: readonly EnvironmentPicture[]): readonly (readonly [EnvironmentPicture, ServiceSummary])[] {
  const found = new Map<string, readonly [EnvironmentPicture, ServiceSummary]>();
  for (const picture of environments) {
    for (const service of picture.summary.services) {
      const key = `${service.place.range.start.line} ${service.name}`;
      if (service.place.file === file && !found.has(key)) found.set(key, [picture, service]);
    }
  }
  return [...found.values()].toSorted(([, a], [, b]) => a.place.range.start.line - b.place.range.start.line);
}

function ofEnvironments(own: readonly EnvironmentPicture[], shown: EnvironmentPicture, l10n: Localize): readonly Lens[] {
  const lens = (title: string, command: string, argument?: string): Lens => ({ line: 0, title, command, argument });
  const up = own.filter(isUp);
  const state = (picture: EnvironmentPicture): string => (picture.status.state === 'unknown' ? l10n.t('state unknown') : statusText(picture.status, l10n));
  const told = (up.length > 0 ? up : [shown]).map((picture) => lens(withIcon(picture.status.broken.length > 0 ? 'warning' : modeIcon(picture.summary.mode), l10n.t('{0}: {1}', picture.summary.name, state(picture))), 'composure.environments.focus'));
  const [running] = up;
  const { id, directory } = shown.summary;
  const others = own.filter((each) => each !== running).slice(0, offerLimit).map(({ summary }) => lens(
    running !== undefined && summary.directory === directory ? l10n.t('Switch to {0}', summary.name) : own.length === 1 ? l10n.t('Start') : l10n.t('Start {0}', summary.name), 'composure.start', summary.id,
  ));
  if (running === undefined) return [...told, ...others];
  const rest = running.status.state === 'partly' ? [lens(l10n.t('Start'), 'composure.start', id)] : [];
  return [...told, ...rest, lens(l10n.t('Restart'), 'composure.restart', id), lens(l10n.t('Stop'), 'composure.stop', id), lens(l10n.t('Logs'), 'composure.logs', id), ...others];
}

function ofService({ summary, containers }: EnvironmentPicture, service: ServiceSummary, l10n: Localize): readonly Lens[] {
  if (containers === undefined) return [];
  const own = containers.filter((container) => container.service === service.name);
  const condition = serviceCondition(own);
  const id = `service:${summary.id}:${service.name}`;
  const { line, character: column } = service.place.range.start;
  const at = { line, service: { name: service.name, column } };
  const lens = (title: string, command: string): Lens => ({ ...at, title, command, argument: id });
  const told: Lens = { ...at, title: withIcon(iconOf(condition), conditionText(condition, l10n, exitCode(own))), command: undefined, argument: undefined };
  const start = lens(l10n.t('Start'), 'composure.start');
  const logs = lens(l10n.t('Logs'), 'composure.logs');
  if (own.length === 0) return [start];
  if (condition === 'stopped' || condition === 'failed' || condition === 'finished') return [told, start, logs];
  return [told, lens(l10n.t('Restart'), 'composure.restart'), lens(l10n.t('Stop'), 'composure.stop'), logs];
}

function exitCode(containers: readonly ContainerFacts[]): number | undefined {
  return containers.find((each) => serviceCondition([each]) === 'failed')?.exitCode;
}

/** With a space that stays: the editor swallows any other at the edge of an icon. */
function withIcon(icon: string, text: string): string {
  return `$(${icon})\u00a0${text}`;
}

function iconOf(condition: Condition): string {
  return isBroken(condition) ? 'warning' : isGood(condition) ? 'pass' : condition === 'paused' ? 'debug-pause' : 'circle-outline';
}

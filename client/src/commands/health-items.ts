// What a person reads of an environment's health: one line for each service and each smoke test, what failed first. Pure.

import { stateText, type HealthReport } from '#core/health/report.ts';
import type { Localize } from '#client/localize.ts';
import { joined } from '#client/views/row-text.ts';

/** One line of the list. */
export interface HealthItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The service whose logs tell more; undefined for a smoke test. */
  readonly service: string | undefined;
}

/** The lines of a report. A word stands beside each icon. */
export function healthItems({ services, checks }: HealthReport, l10n: Localize): readonly HealthItem[] {
  const word = (ok: boolean): string => (ok ? l10n.t('ok') : l10n.t('fails'));
  const icon = (ok: boolean): string => (ok ? '$(pass)' : '$(error)');
  const lines = [
    ...services.map((service) => ({
      ok: service.ok, label: `${icon(service.ok)} ${service.name}`, description: joined(word(service.ok), stateText(service)),
      detail: [service.endpoint, service.detail].filter((part) => part !== undefined).join(' '), service: service.name,
    })),
    ...checks.slice(services.length).map(({ name, ok, detail }) => ({ ok, label: `${icon(ok)} ${name}`, description: word(ok), detail, service: undefined })),
  ];
  return [...lines.filter(({ ok }) => !ok), ...lines.filter(({ ok }) => ok)].map(({ label, description, detail, service }) => ({ label, description, detail, service }));
}

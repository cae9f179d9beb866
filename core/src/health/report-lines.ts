// The report on an environment's health as lines of plain text, for a terminal and for the editor's log.

import { stateText, type HealthReport } from '#core/health/report.ts';

/** One line; with a verdict where a check begins, whose mark is the line's first character. */
export interface HealthLine {
  readonly ok?: boolean;
  readonly text: string;
}

/** What stands for a verdict. */
export const healthMarks = { passed: '✔', failed: '✖' } as const;

/** One line for each service and each smoke test, and how many passed; `brief`: only those that failed. */
export function healthLines({ environment, services, checks, passed, total }: HealthReport, brief = false): readonly HealthLine[] {
  const smoke = checks.slice(services.length);
  const name = widest(checks.map((check) => check.name));
  const state = widest(services.map(stateText));
  const rows = [
    ...services.map((service) => ({ ok: service.ok, text: [service.name.padEnd(name), stateText(service).padEnd(state), service.endpoint ?? '', service.detail ?? ''].filter((part, index) => part !== '' || index < 2).join('  ') })),
    ...smoke.map(({ name: said, ok, detail }) => ({ ok, text: `${said.padEnd(name)}  ${detail}` })),
  ].filter(({ ok }) => !brief || !ok);
  return [
    ...rows.map(({ ok, text }): HealthLine => ({ ok, text: `${ok ? healthMarks.passed : healthMarks.failed} ${ok ? 'ok  ' : 'fail'}  ${text}`.trimEnd() })),
    ...(rows.length > 0 ? [{ text: '' }] : []),
    { text: summary({ environment, passed, total }) },
  ];
}

/** "dev: 5 of 6 checks passed". */
export function summary({ environment, passed, total }: Pick<HealthReport, 'environment' | 'passed' | 'total'>): string {
  return `${environment}: ${passed} of ${total} ${total === 1 ? 'check' : 'checks'} passed`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

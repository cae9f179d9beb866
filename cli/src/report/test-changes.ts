// How changes did in a copy, as text and as JSON.

import type { HealthReport } from '#core/health/report.ts';
import { healthLines } from '#core/health/report-lines.ts';
import type { Place } from '#core/environments/plan.ts';
import type { TestResult } from '#host/isolation/test-changes.ts';
import { visible } from '#cli/report/display-text.ts';
import { serviceLines } from '#cli/report/operation.ts';

/** Whether the copy became ready and passed every check. */
export function hasPassed({ outcome, verdict }: TestResult<HealthReport>): boolean {
  return outcome.ok && verdict !== undefined && verdict.passed === verdict.total;
}

/** What JSON says of a test. The URLs were those of the copy: nobody can open them any more. */
export function testForJson(place: Place, result: TestResult<HealthReport>): object {
  const { outcome, verdict, containers, notes, leftBehind } = result;
  const failedCheck = verdict?.checks.find(({ ok }) => !ok);
  const failed = outcome.ok ? failedCheck && { service: failedCheck.name, reason: failedCheck.detail } : { service: outcome.failed?.service ?? null, reason: outcome.failure.message };
  return {
    ok: hasPassed(result), environment: place.environment.name,
    services: serviceLines(place, containers).map(({ name, state, health }) => ({ name, state, health })),
    ...(failed !== undefined && { failed }),
    ...(verdict !== undefined && { passed: verdict.passed, total: verdict.total, checks: verdict.checks }),
    notes, leftBehind,
  };
}

export function testText(place: Place, result: TestResult<HealthReport>): string {
  const { outcome, verdict, notes, leftBehind } = result;
  const { name } = place.environment;
  const heading = hasPassed(result) ? [`${name} passed in a copy`] : [
    `${name} did not pass in a copy${outcome.ok ? '' : `: ${outcome.failure.message}`}`,
    ...(outcome.ok ? [] : outcome.failure.lastLines.filter((line) => line !== outcome.failure.message).map((line) => `  ${line}`)),
  ];
  return [
    ...heading,
    ...(verdict === undefined ? [] : healthLines(verdict).map(({ text }) => text)),
    ...notes.map((note) => `note: ${note}`),
    leftBehind.length === 0 ? 'The copy is gone' : `The copy could not be taken away wholly: ${leftBehind.join(', ')}`,
  ].map((line) => `${visible(line)}\n`).join('');
}

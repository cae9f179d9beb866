// The report as lines of plain text, for a terminal and for a chat.

import type { CheckStatus, DoctorReport } from '#core/doctor/check.ts';

/** One line; with a status where a check begins, whose mark is the line's first character. */
export interface ReportLine {
  readonly status?: CheckStatus;
  readonly text: string;
}

/** What stands for a status, beside its word. */
export const marks: Readonly<Record<CheckStatus, string>> = { pass: '✔', warn: '!', fail: '✖' };

/** A table with a line for each check, and below it what it rests upon and what to do. */
export function reportLines({ environment, project, checks }: DoctorReport): readonly ReportLine[] {
  return [
    { text: `${environment} of ${project}` }, { text: '' },
    ...checkLines(checks),
    { text: '' }, { text: summary(checks) },
  ];
}

/** The table alone. */
export function checkLines(checks: DoctorReport['checks']): readonly ReportLine[] {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const indent = ' '.repeat('✔ pass    '.length + width);
  return checks.flatMap(({ status, title, message, details = [], advice }): ReportLine[] => [
    { status, text: `${marks[status]} ${status}  ${title.padEnd(width)}  ${message}` },
    ...details.map((each) => ({ text: `${indent}${each}` })),
    ...(advice === undefined ? [] : [{ text: `${indent}→ ${advice}` }]),
  ]);
}

/** `11 passed, 2 to look at, 1 failed`. */
export function summary(checks: DoctorReport['checks']): string {
  const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length;
  return [`${count('pass')} passed`, ...(count('warn') > 0 ? [`${count('warn')} to look at`] : []), ...(count('fail') > 0 ? [`${count('fail')} failed`] : [])].join(', ');
}

// How the benches count and print, so that their figures can be laid side by side.

import { existsSync, readFileSync } from 'node:fs';

/** Prints rows as a table whose columns are aligned. */
export function table(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  process.stdout.write(`\n${title}\n`);
  for (const row of cells) process.stdout.write(`  ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')}\n`);
}

/** The value below which a share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds as they are printed. */
export const ms = (value: number): string => value.toFixed(1);

/** Megabytes that a process holds in memory; `?` where the system does not tell. */
export function memoryOf(pid: number | undefined): string {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
  return Number.isNaN(kilobytes) ? '?' : (kilobytes / 1024).toFixed(0);
}

// The storage report as text and as JSON.

import { leftoverLines, storageHeadings, storageRows, storageSummary } from '#core/storage/lines.ts';
import type { LastBackup } from '#core/storage/last-backup.ts';
import type { OrphanVolume, StorageReport } from '#core/storage/report.ts';
import { columns, padded, visible } from '#cli/report/display-text.ts';

export function storageText(report: StorageReport, now: number): string {
  const rows = storageRows(report, now).map((row) => row.map(visible));
  const lines = [storageSummary(report), ...(rows.length === 0 ? [] : table([storageHeadings, ...rows])), ...leftoverLines(report, now)];
  return lines.map((line, index) => `${index > 0 && index <= rows.length + 1 ? line : visible(line)}\n`).join('');
}

/** `bytes` is null for what cannot be measured. */
export function storageJson({ environment, project, volumes, folders, orphans, unknown, copies }: StorageReport): string {
  return `${JSON.stringify({
    environment, project,
    volumes: volumes.filter(({ exists }) => exists).map(({ name, key, kind, owner, bytes, lastBackup, growth, users }) => ({
      name, ...(key !== undefined && { key }), kind, ...(owner !== undefined && { owner: owner === '' ? null : owner }), bytes: bytes ?? null, ...backedUp(lastBackup), ...(growth !== undefined && { growth }), users,
    })),
    missing: volumes.filter(({ exists }) => !exists).map(({ name }) => name),
    folders: folders.map(({ path, services, exists, bytes, lastBackup, growth }) => ({ path, exists, bytes: bytes ?? null, ...backedUp(lastBackup), ...(growth !== undefined && { growth }), services })),
    orphans: orphans.map(orphan), unknown: unknown.map(orphan), copies,
  }, undefined, 2)}\n`;
}

/** What is said of a backup wherever one is named. */
export function backedUp(last: LastBackup | undefined): object {
  return last === undefined ? {} : { lastBackup: { id: last.id, folder: last.folder, at: last.at } };
}

function orphan({ name, project, bytes, lastBackup, why }: OrphanVolume): object {
  return { name, ...(project !== undefined && { project }), bytes: bytes ?? null, ...backedUp(lastBackup), why };
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
  return rows.map((row) => `  ${row.map((cell, column) => (column === 1 || column === 2 ? ' '.repeat((widths[column] ?? 0) - columns(cell)) + cell : padded(cell, widths[column] ?? 0))).join('  ').trimEnd()}`);
}

// How storage reads: the same words in the terminal, in the dialogs and in the log.

import { sizeText } from '#core/monitor/amounts.ts';
import { userText } from '#core/storage/facts.ts';
import type { LastBackup } from '#core/storage/last-backup.ts';
import type { CleanedVolume } from '#core/storage/plan-clean.ts';
import type { DestroyPlan, DoomedVolume } from '#core/storage/plan-destroy.ts';
import type { KeptFolder, KeptVolume, OrphanVolume, StorageReport } from '#core/storage/report.ts';
import { ageText } from '#core/words/age.ts';
import { counted, listed } from '#core/words/listed.ts';

export const storageHeadings = ['data', 'size', 'since backup', 'last backup', 'used by'] as const;

/** One row for each volume and folder of an environment. */
export function storageRows({ volumes, folders }: Pick<StorageReport, 'volumes' | 'folders'>, now: number): readonly (readonly string[])[] {
  return [...volumes.map((volume) => volumeRow(volume, now)), ...folders.map((folder) => folderRow(folder, now))];
}

/** `shop keeps 3 volumes and 1 folder, 1.2 GiB`. */
export function storageSummary({ project, volumes, folders }: StorageReport): string {
  const there = [...volumes, ...folders].filter(({ exists }) => exists);
  const counts = [...(volumes.length > 0 ? [counted(volumes.length, 'volume')] : []), ...(folders.length > 0 ? [counted(folders.length, 'folder')] : [])];
  return counts.length === 0 ? `${project} keeps no data in volumes or folders` : `${project} keeps data in ${listed(counts)}, ${totalText(there)}`;
}

/** What belongs to nobody, what may, and what an earlier name left behind; nothing where all is in order. */
export function leftoverLines({ orphans, unknown, copies }: StorageReport, now: number): readonly string[] {
  return [
    ...(orphans.length === 0 ? [] : [`${counted(orphans.length, 'volume belongs', 'volumes belong')} to no project any more, ${totalText(orphans)} (composure storage clean backs up and removes ${orphans.length === 1 ? 'it' : 'them'}):`]),
    ...largest(orphans, now),
    ...(unknown.length === 0 ? [] : [`${counted(unknown.length, 'volume is', 'volumes are')} of projects that may only be taken down, ${totalText(unknown)} (composure storage clean NAME takes one of them):`]),
    ...largest(unknown, now),
    ...copies.flatMap(({ from, to, why, first }) => [
      `${from} may hold the data of ${to}: ${why}`,
      `  composure storage copy ${from} ${to}${first === undefined ? '' : `  (first ${first})`}`,
    ]),
  ];
}

/** What goes and what stays, before the project's name is typed. */
export function destroyLines(plan: DestroyPlan, now: number): readonly string[] {
  const { project, containers, networks, volumes, stays, warnings } = plan;
  const saved = volumes.filter(({ outlives }) => outlives !== true);
  return [
    `Destroying ${project} removes:`,
    ...containers.map(({ name, state }) => `  container ${name}, ${state}`),
    ...networks.map(({ name }) => `  network ${name}`),
    ...volumes.map((volume) => `  volume ${doomedText(volume, now)}`),
    ...(containers.length + networks.length + volumes.length === 0 ? ['  nothing: it has no containers, networks or volumes'] : []),
    ...stays.map(({ kind, name, why }) => `${kind} ${name} stays: ${why}`),
    ...warnings,
    saved.length === 0 ? 'There is no volume to back up' : `Backed up and read back first: ${counted(saved.length, 'volume')}, ${totalText(saved)}`,
  ];
}

/** One volume that is cleaned, with the names of what is in it. */
export function cleanedText({ why, ...volume }: CleanedVolume, entries: readonly string[] | undefined, now: number): string {
  const content = entries === undefined ? '' : entries.length === 0 ? '; it is empty' : `; it holds ${listed(entries, 6)}`;
  return `volume ${doomedText(volume, now)}: ${why}${content}`;
}

/** `1.2 GiB`, with what cannot be measured said. */
export function totalText(all: readonly { readonly bytes: number | undefined }[]): string {
  const known = all.flatMap(({ bytes }) => bytes ?? []);
  const total = sizeText(known.reduce((sum, bytes) => sum + bytes, 0));
  if (known.length === all.length) return total;
  return known.length === 0 ? 'of unknown size' : `${total} and ${all.length - known.length} of unknown size`;
}

function volumeRow({ name, kind, exists, owner, bytes, growth, lastBackup, users }: KeptVolume, now: number): readonly string[] {
  const foreign = kind === 'own' && owner !== undefined ? ` (${owner === '' ? 'not made by Compose' : `of ${owner}`})` : '';
  const shown = kind === 'anonymous' ? `${name.slice(0, 12)}… (no name)` : `${name}${kind === 'external' ? ' (external)' : foreign}`;
  const by = [...new Set(users.map(userText))];
  return [shown, exists ? sizeText(bytes) : 'not made yet', growthText(growth), backupText(lastBackup, now), by.length === 0 ? 'nobody' : listed(by, 4)];
}

function folderRow({ shown, exists, bytes, growth, lastBackup, services }: KeptFolder, now: number): readonly string[] {
  return [shown, exists ? sizeText(bytes) : 'not made yet', growthText(growth), backupText(lastBackup, now), listed(services, 4)];
}

/** A machine of a few years has hundreds. */
const shownAtMost = 12;

function largest(volumes: readonly OrphanVolume[], now: number): readonly string[] {
  const shown = volumes.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || (a.name < b.name ? -1 : 1)).slice(0, shownAtMost);
  const more = volumes.filter((volume) => !shown.includes(volume));
  return [...shown.map((volume) => `  ${orphanText(volume, now)}`), ...(more.length === 0 ? [] : [`  and ${more.length} smaller ones, ${totalText(more)} (--format json lists them)`])];
}

function orphanText({ name, bytes, lastBackup, why }: OrphanVolume, now: number): string {
  return `${name}, ${sizeText(bytes)}, ${lastBackup === undefined ? 'in no backup' : `backed up ${backupText(lastBackup, now)}`}: ${why}`;
}

function doomedText({ name, bytes, lastBackup, note }: DoomedVolume, now: number): string {
  return `${name}, ${sizeText(bytes)}, ${lastBackup === undefined ? 'in no backup yet' : `backed up ${backupText(lastBackup, now)}`}${note === undefined ? '' : ` (${note})`}`;
}

function backupText(last: LastBackup | undefined, now: number): string {
  return last === undefined ? 'never' : ageText(Date.parse(last.at), now);
}

function growthText(growth: number | undefined): string {
  if (growth === undefined) return '';
  return `${growth < 0 ? '-' : '+'}${sizeText(Math.abs(growth))}`;
}

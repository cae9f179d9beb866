// Backups as text and as JSON: one that was made or would be, those there are, how verifying and pruning went.

import { holdsText, listCells, listHeadings, planLines, pruneLines } from '#core/backup/lines.ts';
import type { Kept } from '#core/backup/keep.ts';
import type { Manifest } from '#core/backup/manifest.ts';
import type { Verified } from '#core/backup/verified.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import type { CreatedBackup, PreparedBackup } from '#host/backup/create.ts';
import type { Backups, ListedBackup } from '#host/backup/list.ts';
import { columns, padded, visible } from '#cli/report/display-text.ts';

export function planText({ plan, to, free }: PreparedBackup): string {
  return textOf(planLines(plan, to, free));
}

/** Without commands, options and paths of keys: what may be secret stays in the files. */
export function planJson({ plan, to, free }: PreparedBackup): string {
  const { facts, volumes, binds, dumps, files, images, hold, hooks, leftOut, warnings, refusals, bytes } = plan;
  return json({
    plan: {
      project: facts.project, environment: facts.environment, to, bytes: bytes ?? null, free: free ?? null,
      volumes: volumes.map(({ name, key, external, services, bytes: size }) => ({ name, key: key ?? null, external, services, bytes: size ?? null })),
      binds: binds.map(({ shown, isFolder, services, bytes: size }) => ({ path: shown, isFolder, services, bytes: size ?? null })),
      dumps: dumps.map(({ service, kind, volumes: stoodFor }) => ({ service, kind, volumes: stoodFor })),
      files: files.map(({ path, role }) => ({ path, role })), images: images.map(({ id, references }) => ({ id, references })),
      hold: hold.map(({ name, service, how }) => ({ name, service, how })), hooks: hooks.map(({ service, when }) => ({ service, when })), leftOut, warnings, refusals,
    },
  });
}

export function createdText({ folder, manifest, bytes, seconds, problems }: CreatedBackup): string {
  return textOf([`${folder}: ${holdsText(manifest)}, ${sizeText(bytes)}, verified, in ${Math.max(1, Math.round(seconds))} s`, ...problems]);
}

export function createdJson({ folder, manifest, bytes, seconds, problems }: CreatedBackup): string {
  return json({ backup: folder, id: manifest.id, bytes, verified: true, seconds, ...contents(manifest), limits: manifest.limits, problems });
}

function contents({ volumes, binds, files, dumps, images }: Manifest): object {
  const archive = ({ bytes, entries, sha256, contentBytes }: Manifest['volumes'][number]['archive']): object => ({ bytes, entries, sha256, contentBytes });
  return {
    volumes: volumes.map((each) => ({ name: each.name, key: each.key ?? null, ...archive(each.archive) })),
    binds: binds.map((each) => ({ path: each.path, ...archive(each.archive) })),
    files: files.map(({ path, role, bytes, sha256 }) => ({ path, role, bytes, sha256 })),
    dumps: dumps.map(({ service, kind, bytes, sha256, contentBytes }) => ({ service, kind, bytes, sha256, contentBytes })),
    images: images.map(({ id, references, bytes, sha256 }) => ({ id, references, bytes, sha256 })),
  };
}

export function listText({ backups, broken }: Backups, folders: readonly string[], now: number): string {
  const rows = [listHeadings, ...backups.map((backup) => listCells(backup, now))].map((row) => row.map(visible));
  const widths = listHeadings.map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
  const lines = rows.map((row) => row.map((cell, column) => (column === 2 ? ' '.repeat((widths[column] ?? 0) - columns(cell)) + cell : padded(cell, widths[column] ?? 0))).join('  ').trimEnd());
  return [
    ...(backups.length === 0 ? [`There is no backup in ${folders.map(visible).join(', ')}`] : lines),
    ...broken.map(({ folder, why }) => `${visible(folder)} is no backup: ${visible(why)}`),
  ].map((line) => `${line}\n`).join('');
}

export function listJson({ backups, broken }: Backups): string {
  return json({
    backups: backups.map(({ folder, manifest, bytes, verified }) => ({
      id: manifest.id, folder, project: manifest.project, environment: manifest.environment, createdAt: manifest.createdAt, sequence: manifest.sequence, purpose: manifest.purpose,
      bytes, encrypted: manifest.encryption != null, verified: verified ?? null, ...contents(manifest), limits: manifest.limits,
    })),
    broken,
  });
}

export function verifiedText({ manifest, bytes }: ListedBackup, { ok, problems }: Verified): string {
  return textOf(ok ? [`${manifest.id} is as it was written: ${holdsText(manifest)}, ${sizeText(bytes)}`] : [`${manifest.id} is damaged`, ...problems.map((problem) => `  ${problem}`)]);
}

export function verifiedJson({ folder, manifest }: ListedBackup, { at, ok, problems }: Verified): string {
  return json({ backup: folder, id: manifest.id, verified: ok, at, problems });
}

export function pruneText(kept: readonly Kept<ListedBackup>[], now: number): string {
  return textOf(pruneLines(kept, now));
}

/** `removed` is undefined where nothing was done yet. */
export function pruneJson(kept: readonly Kept<ListedBackup>[], removed: readonly ListedBackup[] | undefined): string {
  const goes = kept.filter(({ because }) => because === undefined).map(({ backup }) => backup);
  const shown = ({ folder, manifest, bytes }: ListedBackup): object => ({ id: manifest.id, folder, bytes });
  return json({
    planned: goes.map(shown), kept: kept.flatMap(({ backup, because }) => (because === undefined ? [] : [{ id: backup.manifest.id, because }])),
    ...(removed !== undefined && { removed: removed.map(shown) }),
  });
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

// How backups read, before and after they are made: the same words in the terminal, in the dialogs and in the log. Values of
// variables, options of drivers and commands are never among them.

import type { Kept } from '#core/backup/keep.ts';
import type { Manifest } from '#core/backup/manifest.ts';
import type { BackupPlan } from '#core/backup/plan-backup.ts';
import type { Verified } from '#core/backup/verified.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { ageText } from '#core/words/age.ts';
import { counted, listed } from '#core/words/listed.ts';

/** What would be saved, how, and what not. */
export function planLines(plan: BackupPlan, to: string, free: number | undefined): readonly string[] {
  const { facts, volumes, binds, dumps, files, images, hold, hooks, leftOut, warnings, refusals, bytes } = plan;
  const size = (each: { readonly bytes: number | undefined }): string => (each.bytes === undefined ? '' : `, ${sizeText(each.bytes)}`);
  const held = (how: 'stop' | 'pause'): readonly string[] => hold.filter((each) => each.how === how).map(({ name }) => name);
  const nothing = volumes.length + binds.length + dumps.length === 0;
  return [
    `A backup of ${facts.project} in ${to}${bytes === undefined ? '' : ` reads ${sizeText(bytes)}`}${free === undefined ? '' : ` (${sizeText(free)} free)`}${nothing ? ', and no data: it has no volumes and no folders of data' : ''}`,
    ...volumes.map((volume) => `  volume ${volumeText(volume)}${size(volume)}${usedBy(volume.services)}`),
    ...binds.map((bind) => `  ${bind.isFolder ? 'folder' : 'file'} ${bind.shown}${size(bind)}${usedBy(bind.services)}`),
    ...dumps.map(({ service, kind, volumes: stoodFor }) => `  dump of ${service}${kind === 'custom' ? '' : ` (${kind})`}${stoodFor.length === 0 ? '' : ` in place of ${listed(stoodFor)}`}`),
    ...(files.length === 0 ? [] : [`  ${counted(files.length, 'file')} of the project: ${listed(files.map(({ path }) => path))}`]),
    ...(images.length === 0 ? [] : [`  ${counted(images.length, 'image')}: ${listed(images.map(({ id, references }) => references[0] ?? id.slice(0, 19)))}`]),
    ...(held('stop').length === 0 ? [] : [`Stopped meanwhile: ${listed(held('stop'), 20)}`]),
    ...(held('pause').length === 0 ? [] : [`Paused meanwhile: ${listed(held('pause'), 20)}`]),
    ...hooks.map(({ service, when }) => `A command runs in ${service} ${when === 'before' ? 'before' : 'afterwards'}`),
    ...leftOut.map(({ what, why }) => `${what} is left out: ${why}`),
    ...warnings,
    ...refusals,
  ];
}

function usedBy(services: readonly string[]): string {
  return services.length === 0 ? '' : ` (${listed(services)})`;
}

function volumeText({ name, key, anonymous }: { readonly name: string; readonly key?: string | undefined; readonly anonymous?: { readonly service: string; readonly target: string } | null | undefined }): string {
  return key ?? (anonymous == null ? name : `of ${anonymous.service} at ${anonymous.target}`);
}

/** What a backup holds: `2 volumes, 1 folder, 4 files`. */
export function holdsText({ volumes, binds, dumps, files, images }: Manifest): string {
  const parts = ([[volumes, 'volume'], [binds, 'folder'], [dumps, 'dump'], [files, 'file'], [images, 'image']] as const).flatMap(([each, noun]) => (each.length === 0 ? [] : [counted(each.length, noun)]));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

export const listHeadings = ['backup', 'made', 'size', 'holds', 'verified'] as const;

/** A backup in a list. */
export function listCells({ manifest, bytes, verified }: { readonly manifest: Manifest; readonly bytes: number; readonly verified: Verified | undefined }, now: number): readonly string[] {
  return [
    manifest.id, ageText(Date.parse(manifest.createdAt), now), sizeText(bytes),
    `${holdsText(manifest)}${manifest.purpose === 'safety-copy' ? ' (safety copy)' : ''}${manifest.encryption == null ? '' : ' (encrypted)'}`,
    verified === undefined ? 'never' : verified.ok ? ageText(Date.parse(verified.at), now) : `damaged, ${ageText(Date.parse(verified.at), now)}`,
  ];
}

/** What pruning takes and leaves. */
export function pruneLines(kept: readonly Kept<{ readonly manifest: Manifest; readonly bytes: number }>[], now: number): readonly string[] {
  const goes = kept.filter(({ because }) => because === undefined).map(({ backup }) => backup);
  const line = ({ manifest, bytes }: { readonly manifest: Manifest; readonly bytes: number }): string => `  ${manifest.id}, ${ageText(Date.parse(manifest.createdAt), now)}, ${sizeText(bytes)}`;
  if (goes.length === 0) return [`None of ${counted(kept.length, 'backup')} has to go`];
  return [
    `${counted(goes.length, 'backup goes', 'backups go')}, ${sizeText(goes.reduce((sum, { bytes }) => sum + bytes, 0))}:`, ...goes.map(line),
    ...(goes.length === kept.length ? [] : [counted(kept.length - goes.length, 'backup stays', 'backups stay')]),
  ];
}

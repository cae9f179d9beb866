// Which volumes a cleaning takes: those that are proven to belong to nobody, or those that a person names, and never one
// that somebody has a claim on.

import type { DoomedVolume } from '#core/storage/plan-destroy.ts';
import type { OrphanVolume, StorageReport } from '#core/storage/report.ts';
import type { VolumeFacts } from '#core/storage/facts.ts';
import { nearest } from '#core/words/nearest.ts';

/** A volume that goes, and why nobody misses it. */
export interface CleanedVolume extends DoomedVolume {
  readonly why: string;
}

export interface StorageCleanPlan {
  readonly volumes: readonly CleanedVolume[];
  /** Names that are not taken, each with the reason. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** Without names all orphans go. */
export function planStorageClean(report: Pick<StorageReport, 'orphans' | 'unknown' | 'copies'>, volumes: readonly VolumeFacts[], names: readonly string[] = []): StorageCleanPlan {
  if (names.length === 0) return { volumes: report.orphans.map(planned), refused: [] };
  const free = [...report.orphans, ...report.unknown];
  const judged = [...new Set(names)].map((name) => ({ name, orphan: free.find((each) => each.name === name) }));
  return {
    volumes: judged.flatMap(({ orphan }) => (orphan === undefined ? [] : [planned(orphan)])),
    refused: judged.flatMap(({ name, orphan }) => (orphan === undefined ? [{ name, why: refusal(name, report, volumes) }] : [])),
  };
}

function planned({ name, project, createdAt, bytes, lastBackup, why }: OrphanVolume): CleanedVolume {
  return { name, key: undefined, project, createdAt, bytes, lastBackup, note: undefined, why };
}

function refusal(name: string, { orphans, unknown, copies }: Pick<StorageReport, 'orphans' | 'unknown' | 'copies'>, volumes: readonly VolumeFacts[]): string {
  const volume = volumes.find((each) => each.name === name);
  if (volume === undefined) {
    const near = nearest(name, [...orphans, ...unknown].map((each) => each.name));
    return `there is no such volume${near === undefined ? '' : `: did you mean ${near}?`}`;
  }
  const [user] = volume.users;
  if (user !== undefined) return `${user.container} has it mounted`;
  const copy = copies.find(({ from }) => from === name);
  return copy === undefined ? 'it belongs to somebody' : `${copy.to} may want its data: composure storage copy ${copy.from} ${copy.to}`;
}

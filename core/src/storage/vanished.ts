// Notices that volumes of a project went away without Composure, as `docker compose down --volumes` and `docker volume
// prune` take them, and which backup brings them back.

import { isAnonymous, projectOf, type VolumeFacts } from '#core/storage/facts.ts';
import { lastBackupOf, lastCopyOf, type LastBackup, type SavedBackup } from '#core/storage/last-backup.ts';

type Seen = Pick<VolumeFacts, 'name' | 'labels'>;

/** A volume that is not there any more, or not the same any more. */
export interface VanishedVolume {
  readonly name: string;
  readonly project: string;
  /** True where an empty one of that name has taken its place since. */
  readonly replaced: boolean;
}

/** What can be offered to a person. */
export interface LossOffer {
  readonly project: string;
  readonly volumes: readonly VanishedVolume[];
  /** The newest backup that holds one of them, and which of them it holds. */
  readonly backup: (LastBackup & { readonly holds: readonly string[] }) | undefined;
}

/** Names of volumes that went meanwhile. */
export interface Gone {
  /** Those that the engine's events named: one of them may be there again, and be another. */
  readonly told: ReadonlySet<string>;
  /** Those that Composure itself removed or replaced. */
  readonly expected: ReadonlySet<string>;
}

/**
 * What vanished between two looks at an engine, by project. Without a name a volume is nobody's promise, and is left out.
 */
export function lossOffers(before: readonly Seen[], after: readonly Seen[], { told, expected }: Gone, engine: string, backups: readonly SavedBackup[]): readonly LossOffer[] {
  const now = new Set(after.map(({ name }) => name));
  const lost = before.flatMap((volume): readonly VanishedVolume[] => {
    const project = projectOf(volume);
    if (project === undefined || isAnonymous(volume) || expected.has(volume.name)) return [];
    const replaced = now.has(volume.name);
    return !replaced || told.has(volume.name) ? [{ name: volume.name, project, replaced }] : [];
  });
  return [...new Set(lost.map(({ project }) => project))].map((project) => {
    const volumes = lost.filter((volume) => volume.project === project);
    return { project, volumes, backup: newestHolding(volumes.map(({ name }) => name), engine, backups) };
  });
}

/** Where no backup holds any of them, a safety copy may. */
function newestHolding(names: readonly string[], engine: string, backups: readonly SavedBackup[]): LossOffer['backup'] {
  const known = names.flatMap((name) => lastBackupOf(name, engine, backups) ?? []);
  const found = known.length > 0 ? known : names.flatMap((name) => lastCopyOf(name, engine, backups) ?? []);
  const [newest] = found.toSorted((one, other) => (other.at > one.at ? 1 : -1));
  if (newest === undefined) return undefined;
  const own = backups.filter(({ manifest }) => manifest.id === newest.id);
  return { ...newest, holds: names.filter((name) => lastCopyOf(name, engine, own) !== undefined) };
}

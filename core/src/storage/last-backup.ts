// Which backup holds a volume or a folder last: what the storage report, cleaning and destroying say of each.

import type { Manifest } from '#core/backup/manifest.ts';
import type { Verified } from '#core/backup/verified.ts';
import type { FilePath } from '#core/outside.ts';

/** A backup that can be read, as it lies on the disk. */
export interface SavedBackup {
  readonly folder: FilePath;
  readonly manifest: Manifest;
  /** How the last verification ended; undefined where none is written down. */
  readonly verified: Pick<Verified, 'ok'> | undefined;
}

/** What is saved of something. */
export interface LastBackup {
  readonly id: string;
  readonly folder: FilePath;
  /** When it was begun (ISO 8601, UTC). */
  readonly at: string;
  /** Bytes of the content then; undefined where a dump stands for it. */
  readonly contentBytes: number | undefined;
  /** The digest of its tar archive; undefined where a dump stands for it. */
  readonly tarSha256: string | undefined;
}

/** The newest backup found whole that holds a volume of this engine. A safety copy is none: it holds what was about to go. */
export function lastBackupOf(volume: string, engine: string, backups: readonly SavedBackup[]): LastBackup | undefined {
  return lastCopyOf(volume, engine, backups.filter(({ manifest }) => manifest.purpose === 'backup'));
}

/** The same, of safety copies too. */
export function lastCopyOf(volume: string, engine: string, backups: readonly SavedBackup[]): LastBackup | undefined {
  return newest(backups.flatMap((backup) => {
    const { manifest, verified } = backup;
    if (verified?.ok !== true || manifest.engine.id !== engine) return [];
    const saved = manifest.volumes.find(({ name }) => name === volume);
    const isDumped = manifest.dumps.some(({ volumes }) => volumes.includes(volume));
    return saved === undefined && !isDumped ? [] : [lastOf(backup, saved?.archive)];
  }));
}

/** The newest backup found whole that holds a mounted folder; `path` as the manifest writes it. */
export function lastBackupOfFolder(path: string, directory: FilePath, backups: readonly SavedBackup[]): LastBackup | undefined {
  return newest(backups.flatMap((backup) => {
    const { verified, manifest } = backup;
    const saved = verified?.ok !== true || manifest.purpose !== 'backup' || manifest.directory !== directory ? undefined : manifest.binds.find((each) => each.path === path);
    return saved === undefined ? [] : [lastOf(backup, saved.archive)];
  }));
}

function lastOf({ folder, manifest }: SavedBackup, archive: Manifest['volumes'][number]['archive'] | undefined): LastBackup & { readonly sequence: number } {
  return { id: manifest.id, folder, at: manifest.createdAt, contentBytes: archive?.contentBytes, tarSha256: archive?.tarSha256, sequence: manifest.sequence };
}

/** Where a clock was set back, the later number is the newer. */
function newest(found: readonly (LastBackup & { readonly sequence: number })[]): LastBackup | undefined {
  const [first] = found.toSorted((one, other) => other.sequence - one.sequence || (other.at > one.at ? 1 : -1));
  if (first === undefined) return undefined;
  const { sequence: _, ...last } = first;
  return last;
}

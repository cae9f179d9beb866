// The newest backup of each project whose backups lie where these folders' environments put them: what the matrix says of all
// environments at once. It needs no engine.

import type { FilePath } from '#core/outside.ts';
import type { ListedBackup } from '#host/backup/list.ts';
import { backupPlaces, listPlaces, type BackupPlace } from '#host/backup/places.ts';

/** By project. Copies made for safety are none that somebody wanted. */
export async function newestBackups(folders: Iterable<FilePath>): Promise<ReadonlyMap<string, ListedBackup>> {
  const places = new Map<FilePath, BackupPlace>();
  for (const folder of new Set(folders)) for (const place of await backupPlaces(folder)) places.set(place.folder, place);
  const newest = new Map<string, ListedBackup>();
  for (const backup of (await listPlaces([...places.values()])).backups) {
    const { project, purpose, sequence } = backup.manifest;
    const before = newest.get(project);
    if (purpose === 'backup' && (before === undefined || sequence > before.manifest.sequence)) newest.set(project, backup);
  }
  return newest;
}

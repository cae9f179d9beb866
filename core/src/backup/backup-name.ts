// How the folders of backups are called: project, UTC time, and a number where there are several in a second. The name is for
// people; what orders backups is the number in their manifests.

/** Where a backup is made, before it has its name. */
export const partialPrefix = '.partial-';

/** `shop-20261121T071500Z`, and `shop-20261121T071500Z-2` where that is taken. */
export function backupName(project: string, at: Date, taken: (name: string) => boolean): string {
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
  const first = `${project}-${time}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? first : `${first}-${number}`;
    if (!taken(name) && !taken(`${partialPrefix}${name}`)) return name;
  }
}

/** Whether a folder is called as a backup is. */
export function isBackupName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*-\d{8}T\d{6}Z(?:-\d+)?$/.test(name);
}

/** Whether a folder belongs to a backup: one that is whole, being made, or going. The compose files in it are copies. */
export function isFolderOfBackup(name: string): boolean {
  return isBackupName(name.replace(/^\.(?:partial|pruned)-/, ''));
}

/** A name as a file on any system can have it, such as a volume's: what else there is becomes `_`. */
export function fileNameOf(name: string): string {
  const safe = name.replaceAll(/[^\w.-]/g, '_').replace(/^[.-]/, '_').slice(0, 120);
  return safe === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(safe) ? `_${safe}` : safe;
}

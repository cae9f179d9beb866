// Which backups may go: all but those that a policy keeps, the newest good one, and safety copies. Days and weeks are counted
// in UTC, and a backup that says it comes from the future is left alone: its clock was wrong, or ours is.

import type { Manifest } from '#core/backup/manifest.ts';

export interface Keep {
  /** So many of the newest. */
  readonly last: number;
  /** The newest of each day, for so many days that have one. */
  readonly daily: number;
  /** The newest of each week, for so many weeks that have one. */
  readonly weekly: number;
}

/** What is kept where nothing is said. */
export const usualKeep: Keep = { last: 7, daily: 14, weekly: 8 };

/** What a decision goes by. */
export interface KeptBackup {
  readonly manifest: Pick<Manifest, 'id' | 'createdAt' | 'sequence' | 'purpose' | 'project'>;
  /** Undefined where it was not looked at since it was made. */
  readonly verified: { readonly ok: boolean } | undefined;
}

export interface Kept<Backup> {
  readonly backup: Backup;
  /** Why it stays; undefined where it may go. */
  readonly because: string | undefined;
}

const day = 86_400_000;

/** Clocks of two machines may differ by so much. */
const clockTolerance = 60_000;

/** What becomes of each backup, in the order given. Those of several projects are judged apart. */
export function decideKept<Backup extends KeptBackup>(backups: readonly Backup[], keep: Keep, now: number): readonly Kept<Backup>[] {
  const because = new Map<Backup, string>();
  const stays = (backup: Backup | undefined, why: string): void => {
    if (backup !== undefined && !because.has(backup)) because.set(backup, why);
  };
  for (const project of new Set(backups.map(({ manifest }) => manifest.project))) {
    const own = backups.filter(({ manifest }) => manifest.project === project).toSorted((a, b) => b.manifest.sequence - a.manifest.sequence);
    for (const backup of own) {
      if (backup.manifest.purpose === 'safety-copy') stays(backup, 'it is a safety copy');
      else if (timeOf(backup) > now + clockTolerance) stays(backup, 'its time lies in the future');
    }
    const ordinary = own.filter(({ manifest }) => manifest.purpose === 'backup');
    // A bad one proves nothing: it neither counts as the newest nor takes the place of a good one.
    const good = ordinary.filter(({ verified }) => verified?.ok !== false);
    stays(good[0] ?? ordinary[0], 'it is the newest that is good');
    const past = good.filter((backup) => timeOf(backup) <= now + clockTolerance);
    for (const backup of past.slice(0, keep.last)) stays(backup, `it is one of the last ${keep.last}`);
    for (const backup of newestOfEach(past, keep.daily, (time) => Math.floor(time / day))) stays(backup, 'it is the newest of its day');
    // 1 January 1970 was a Thursday: weeks begin on Monday.
    for (const backup of newestOfEach(past, keep.weekly, (time) => Math.floor((time / day + 3) / 7))) stays(backup, 'it is the newest of its week');
  }
  return backups.map((backup) => ({ backup, because: because.get(backup) }));
}

/** `backups` has the newest first. */
function newestOfEach<Backup extends KeptBackup>(backups: readonly Backup[], most: number, periodOf: (time: number) => number): readonly Backup[] {
  const newest = new Map<number, Backup>();
  for (const backup of backups) {
    const period = periodOf(timeOf(backup));
    if (!newest.has(period)) newest.set(period, backup);
  }
  return [...newest.values()].slice(0, most);
}

function timeOf({ manifest }: KeptBackup): number {
  return Date.parse(manifest.createdAt);
}

// Room on the disks, and what of the engine's could be given back.

import type { Remedy, Verdict } from '#core/doctor/check.ts';
import type { Disk, DoctorFacts } from '#core/doctor/facts.ts';
import { untold } from '#core/doctor/untold.ts';
import { sized } from '#core/words/size.ts';

const gigabyte = 1024 ** 3;
/** What images, containers and data of a day's work take. */
const wanted = 10 * gigabyte;
/** Less than one larger image takes. */
const needed = gigabyte;

/** Ten gigabytes where the engine keeps its data and where the project lies. */
export function judgeDisk({ disks }: DoctorFacts): Verdict {
  if (!disks.told) return untold(disks);
  const [fullest] = disks.value.toSorted((a, b) => a.free - b.free);
  const details = disks.value.length > 1 ? { details: disks.value.map((disk) => `${sized(disk.free)} of ${sized(disk.total)} ${where(disk)}`) } : {};
  if (fullest === undefined) return { status: 'pass', message: 'The disks are those of another machine' };
  const message = `${sized(fullest.free)} of ${sized(fullest.total)} are free ${where(fullest)}`;
  if (fullest.free >= wanted) return { status: 'pass', message, ...details };
  return {
    status: fullest.free < needed ? 'fail' : 'warn',
    message: `${message}: ${fullest.free < needed ? 'images and data would not fit' : `less than the ${sized(wanted)} that images and data soon take`}`,
    advice: fullest.what === 'project' ? 'Make room on the disk of the project' : 'Make room: docker system df shows what Docker keeps', ...details,
  };
}

function where({ what }: Disk): string {
  if (what === 'both') return 'where the engine keeps its data and the project lies';
  return what === 'engine' ? 'where the engine keeps its data' : 'where the project lies';
}

/** Above this share it is worth a word, unless it is next to nothing. */
const worthShare = 0.3;
const worthBytes = 100 * 1024 ** 2;

/** What no container uses of images and of the build cache: it can be made or pulled again. Volumes hold data and are left alone. */
export function judgeReclaimable({ usage }: DoctorFacts): Verdict {
  if (!usage.told) return untold(usage);
  const { images, unusedImages, buildCache, unusedBuildCache } = usage.value;
  const [total, unused] = [images + buildCache, unusedImages + unusedBuildCache];
  const share = total > 0 ? unused / total : 0;
  const said = `${sized(unused)} of the ${sized(total)} that images and build cache take (${Math.round(share * 100)} %)`;
  if (share <= worthShare || unused < worthBytes) return { status: 'pass', message: total === 0 ? 'Images and build cache take no room' : `${said} could be given back` };
  const remedies: readonly Remedy[] = [
    ...(unusedBuildCache > 0 ? [{ kind: 'prune', title: 'Empty the Build Cache…', what: 'build-cache' } as const] : []),
    ...(unusedImages > 0 ? [{ kind: 'prune', title: 'Remove Images without a Name…', what: 'dangling-images' } as const] : []),
  ];
  return {
    status: 'warn', message: `${said} could be given back: ${sized(unusedBuildCache)} of build cache, ${sized(unusedImages)} of images that no container uses`,
    advice: `Prune: ${[...(unusedBuildCache > 0 ? ['docker builder prune'] : []), ...(unusedImages > 0 ? ['docker image prune'] : [])].join(', ')}`, remedies,
  };
}

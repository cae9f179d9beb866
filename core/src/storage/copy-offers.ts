// Data that a project left behind under another name: a project that was renamed, or whose folder was moved, starts with
// empty volumes, and the old ones still hold what people entered.

import type { Project } from '#core/compose/model.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import { nameOf } from '#core/project/path.ts';
import type { Homes } from '#core/storage/claims.ts';
import { isUp, keyOf, projectOf, userText, type StorageFacts, type VolumeFacts } from '#core/storage/facts.ts';
import { groupBy } from '#core/words/group-by.ts';

/** A volume of an earlier name, and the one that takes its place now. */
export interface CopyOffer {
  readonly from: string;
  readonly to: string;
  readonly key: string;
  /** What makes it likely. */
  readonly why: string;
  /** What has to happen before it can be copied; undefined where nothing has. */
  readonly first: string | undefined;
}

/** The volumes that are worth copying over, those of the likeliest earlier name alone. */
export function copyOffers(project: Project, { volumes, containers }: Pick<StorageFacts, 'volumes' | 'containers'>, homes: Homes): readonly CopyOffer[] {
  const targets = new Map([...project.volumes.values()].flatMap((resource) => {
    const name = resource.external ? undefined : realNameOf(resource, project.name);
    return name === undefined ? [] : [[resource.name, name] as const];
  }));
  const left = volumes.filter((volume) => {
    const [owner, key] = [projectOf(volume), keyOf(volume)];
    return owner !== undefined && owner !== project.name && key !== undefined && ![...targets.values()].includes(volume.name);
  });
  const candidates = [...groupBy(left, (volume) => projectOf(volume) ?? '')].flatMap(([name, own]) => {
    const isElsewhere = containers.some((each) => each.project === name && each.workingDirectory !== project.directory);
    const because = isElsewhere ? undefined : evidence(name, own, project, containers, homes);
    return because === undefined ? [] : [{ own, ...because }];
  });
  const [best] = candidates.toSorted((one, other) => one.rank - other.rank);
  return (best?.own ?? []).flatMap((volume): readonly CopyOffer[] => {
    const key = keyOf(volume) ?? '';
    const to = targets.get(key);
    return to === undefined ? [] : [{ from: volume.name, to, key, why: best?.why ?? '', first: obstacle(volume, volumes.find(({ name }) => name === to)) }];
  });
}

/** Why a project of another name was this one; the surest kind of proof has the lowest rank. */
function evidence(name: string, own: readonly VolumeFacts[], { directory, volumes }: Project, containers: StorageFacts['containers'], homes: Homes): { readonly rank: number; readonly why: string } | undefined {
  const known = homes.get(name) ?? [];
  if (known.some(({ directory: other, exists, declares }) => other !== directory && exists && declares?.size !== 0)) return undefined;
  if (containers.some((each) => each.project === name)) return { rank: 0, why: `containers of ${name} were started from this folder` };
  if (known.some((home) => home.directory === directory)) return { rank: 1, why: `this folder's project was called ${name} before` };
  if (nameOf(directory).toLowerCase().replaceAll(/[^a-z0-9_-]/g, '') === name) return { rank: 2, why: `${name} is what this folder is called` };
  if (!own.every((volume) => volumes.has(keyOf(volume) ?? ''))) return undefined;
  const [gone] = known;
  if (gone !== undefined) return { rank: 3, why: `${name} has the same volumes, and its folder ${gone.directory} is gone` };
  // A single volume called `data` is no likeness.
  return own.length > 1 ? { rank: 4, why: `${name} has the same volumes and no containers, and where its files are is not known` } : undefined;
}

function obstacle(from: VolumeFacts, to: VolumeFacts | undefined): string | undefined {
  const up = [...from.users, ...to?.users ?? []].filter(isUp);
  if (up.length > 0) return `stop ${[...new Set(up.map(userText))].join(', ')}`;
  return to?.bytes === undefined || to.bytes === 0 ? undefined : `${to.name} has data of its own: remove it, or leave it`;
}

// Looks at what the engine has of projects and what it takes on the disk, and carries out core's plan of what goes.
// Containers are removed without their volumes, and nothing by force.

import type { Belongings, CleaningPlan, OwnedContainer, OwnedImage, Removal } from '#core/cleaning/plan.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { projectLabel } from '#host/engine/container-facts.ts';
import { askDiskUsage, type DiskUsage } from '#host/engine/disk-usage.ts';
import type { Engine } from '#host/engine/engine.ts';

/** How a cleaning ended. */
export interface Cleaned {
  readonly removed: readonly Removal[];
  /** What is still there, and why in the engine's words. */
  readonly left: readonly { readonly removal: Removal; readonly why: string }[];
  /** Bytes of the build cache that are free again; undefined where it was to stay. */
  readonly buildCache: number | undefined;
}

export interface CleanOptions {
  /** Also what builds have left, of all projects. */
  readonly buildCache: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((removal: Removal) => void) | undefined;
}

/** Milliseconds for one removal. */
const removalLimit = 120_000;

/**
 * What the engine has.
 * @throws Failure as every question to the engine does.
 */
export async function askBelongings(engine: Engine, signal?: AbortSignal): Promise<Belongings> {
  const answer = await askDiskUsage(engine, ['container', 'image', 'build-cache'], signal);
  // What the engine needs to build at all, and what an image shares, stays when the rest is pruned.
  const unused = (answer.BuildCache ?? []).filter(({ InUse, Shared, Type }) => !InUse && !Shared && Type !== 'internal' && Type !== 'frontend');
  return {
    containers: (answer.Containers ?? []).map(ownedContainer),
    images: (answer.Images ?? []).map(ownedImage),
    buildCache: { records: unused.length, bytes: unused.reduce((total, { Size }) => total + Size, 0) },
  };
}

/**
 * Removes what the plan names, one after the other, then looks again: what is still there is told.
 * @throws Failure where the engine goes away, and the signal's reason when cancelled; what went until then is gone.
 */
export async function clean(engine: Engine, plan: CleaningPlan, { buildCache, signal, onProgress }: CleanOptions): Promise<Cleaned> {
  const refused = new Map<Removal, string>();
  for (const removal of plan.removals) {
    signal?.throwIfAborted();
    onProgress?.(removal);
    const why = await engine.ask((docker) => answered(removal.kind === 'container'
      ? docker.getContainer(removal.id).remove({ v: false, force: false })
      : docker.getImage(removal.id).remove({ force: false })), signal, removalLimit);
    if (why !== undefined) refused.set(removal, why);
  }
  const freed = buildCache ? await engine.ask((docker) => docker.pruneBuilder() as Promise<{ SpaceReclaimed?: number }>, signal, removalLimit) : undefined;
  const { containers, images } = await askBelongings(engine, signal);
  const there = new Set([...containers, ...images].map(({ id }) => id));
  return {
    removed: plan.removals.filter(({ id }) => !there.has(id)),
    left: plan.removals.filter(({ id }) => there.has(id)).map((removal) => ({ removal, why: refused.get(removal) ?? 'the engine removed it, and has it again' })),
    buildCache: freed === undefined ? undefined : freed.SpaceReclaimed ?? 0,
  };
}

/** Why the engine will not (409: it runs again, something is made of it); undefined where it did, or it was gone. */
async function answered(removing: Promise<unknown>): Promise<string | undefined> {
  try {
    await removing;
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !('statusCode' in error)) throw error;
    if (error.statusCode === 404) return undefined;
    if (error.statusCode === 409) return error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
    throw error;
  }
}

function ownedContainer({ Id, Names, Image, ImageID, State, SizeRw = 0, Labels, Mounts }: NonNullable<DiskUsage['Containers']>[number]): OwnedContainer {
  return {
    id: Id, name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''),
    project: Labels?.[projectLabel] ?? '', service: Labels?.['com.docker.compose.service'] ?? '',
    // A state that is not known is none of those that may go.
    state: State as ContainerFacts['state'],
    image: Image, imageId: ImageID, written: SizeRw,
    mounts: (Mounts ?? []).map((mount) => ({ type: mount.Type as 'bind' | 'volume', source: mount.Type === 'volume' ? mount.Name ?? '' : mount.Source, target: mount.Destination })),
  };
}

function ownedImage({ Id, RepoTags, RepoDigests, Size, SharedSize, Labels }: NonNullable<DiskUsage['Images']>[number]): OwnedImage {
  const names = [...RepoTags ?? [], ...RepoDigests ?? []].filter((name) => !name.startsWith('<none>'));
  return {
    id: Id, project: Labels?.[projectLabel] ?? '', service: Labels?.['com.docker.compose.service'] ?? '',
    dangling: names.length === 0, bytes: Size - Math.max(0, SharedSize),
  };
}

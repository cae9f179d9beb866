// What can be thrown away of a project without losing data, judged from what the engine has: plain data that a person is
// shown before anything is done. Volumes are never among it.

import { statefulImage } from '#core/images/stateful.ts';
import type { ContainerFacts, ContainerMount } from '#core/outside.ts';

/** A container of the engine, as far as cleaning goes by it. */
export interface OwnedContainer extends Pick<ContainerFacts, 'id' | 'name' | 'service' | 'state'> {
  /** Empty for what Compose did not make. */
  readonly project: string;
  /** As it was asked for, and what that was then. */
  readonly image: string;
  readonly imageId: string;
  readonly mounts: readonly Pick<ContainerMount, 'type' | 'source' | 'target'>[];
  /** Bytes that it has written outside of volumes, which go with it. */
  readonly written: number;
}

export interface OwnedImage {
  readonly id: string;
  readonly project: string;
  readonly service: string;
  /** Whether it has no name any more: a newer build has taken it. */
  readonly dangling: boolean;
  /** Bytes that no other image has. */
  readonly bytes: number;
}

/** What an engine has. */
export interface Belongings {
  readonly containers: readonly OwnedContainer[];
  readonly images: readonly OwnedImage[];
  /** What builds have left that nobody uses; the engine does not say for which project. */
  readonly buildCache: { readonly records: number; readonly bytes: number };
}

export interface Removal {
  readonly kind: 'container' | 'image';
  readonly id: string;
  /** As a person knows it: a container's name, the service that an image was built for with its short id. */
  readonly name: string;
  readonly bytes: number;
}

export interface CleaningPlan {
  readonly project: string;
  /** In the order in which it goes: an image can go after the containers made of it. */
  readonly removals: readonly Removal[];
  /** Stopped containers that stay, each with the reason. */
  readonly kept: readonly { readonly name: string; readonly why: string }[];
  /** Of all projects. */
  readonly buildCache: Belongings['buildCache'];
}

/** What goes of a project: stopped containers that hold no data, and images of its own that a newer build has replaced. */
export function planCleaning(project: string, { containers, images, buildCache }: Belongings): CleaningPlan {
  const stopped = containers.filter((container) => container.project === project && isStopped(container));
  const judged = stopped.map((container) => ({ container, why: holdsData(container) }));
  const going = judged.flatMap(({ container, why }) => (why === undefined ? [container] : []));
  const staying = new Set(containers.filter((container) => !going.includes(container)).map(({ imageId }) => imageId));
  const unused = images.filter((image) => image.project === project && image.dangling && !staying.has(image.id));
  return {
    project,
    removals: [
      ...going.map(({ id, name, written }): Removal => ({ kind: 'container', id, name, bytes: written })),
      ...unused.map(({ id, service, bytes }): Removal => ({ kind: 'image', id, name: `${service === '' ? 'image' : service} ${id.replace(/^sha256:/, '').slice(0, 12)}`, bytes })),
    ],
    kept: judged.flatMap(({ container, why }) => (why === undefined ? [] : [{ name: container.name, why }])),
    buildCache,
  };
}

/** The bytes of some removals together. */
export function bytesOf(removals: readonly Pick<Removal, 'bytes'>[]): number {
  return removals.reduce((total, { bytes }) => total + bytes, 0);
}

function isStopped({ state }: OwnedContainer): boolean {
  return state === 'created' || state === 'exited' || state === 'dead';
}

/** Why a stopped container is the only way to some data; undefined where it is not. */
function holdsData({ mounts, image, written }: OwnedContainer): string | undefined {
  const anonymous = mounts.find(({ type, source }) => type === 'volume' && /^[0-9a-f]{64}$/.test(source));
  // The volume would stay, but the next container gets a new one, and this one has no name to be found by.
  if (anonymous !== undefined) return `what is in ${anonymous.target} lies in a volume without a name, which nothing else leads to`;
  const stateful = statefulImage(image);
  const [data] = stateful?.paths ?? [];
  if (data === undefined || written === 0) return undefined;
  const isMounted = stateful?.paths.some((path) => mounts.some(({ target }) => path === target || path.startsWith(`${target}/`) || target.startsWith(`${path}/`)));
  return isMounted === true ? undefined : `it keeps data in ${data}, outside of any volume`;
}

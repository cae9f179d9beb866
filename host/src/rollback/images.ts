// What the engine says of images, and the names that keep them from being pruned.

import { Failure } from '#core/failure.ts';
import type { RememberedService, RunningImage } from '#core/rollback/working-state.ts';
import { stateLabel } from '#core/rollback/working-state.ts';
import { belongs, projectLabel } from '#host/engine/container-facts.ts';
import type { Engine } from '#host/engine/engine.ts';

/** The containers of a project, each with its image. */
export async function imagesOf(engine: Engine, project: string, signal?: AbortSignal): Promise<readonly RunningImage[]> {
  const filters = JSON.stringify({ label: [`${projectLabel}=${project}`] });
  const containers = await engine.ask((docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }), signal);
  return containers.filter(({ Labels }) => belongs(Labels)).map(({ Id, Labels, State, Status, Image, ImageID }) => {
    const code = /^Exited \((\d+)\)/.exec(Status)?.[1];
    return {
      service: Labels['com.docker.compose.service'] ?? '', id: Id, state: State, exitCode: code === undefined ? undefined : Number(code),
      image: Image, imageId: ImageID, configHash: Labels['com.docker.compose.config-hash'], workingState: Labels[stateLabel],
    };
  });
}

/** The digest of the image that each name or digest means; those that mean none are left out. */
export async function imageIds(engine: Engine, names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(names.map(async (name) => {
    const id = await engine.ask(async (docker, abortSignal) => {
      try {
        return (await inspected(docker.getImage(name), { abortSignal })).Id;
      } catch (error) {
        if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
        throw error;
      }
    }, signal);
    return id === undefined ? [] : [[name, id] as const];
  }));
  return new Map(found.flat());
}

/** dockerode takes the option with every question; its types do not know of it with this one. */
function inspected(image: { inspect(): Promise<{ Id: string }> }, options: { abortSignal: AbortSignal }): Promise<{ readonly Id: string }> {
  return (image.inspect as (given: typeof options) => Promise<{ Id: string }>).call(image, options);
}

/** Gives images the names that keep them. @throws Failure for one that is gone. */
export async function pin(engine: Engine, services: readonly RememberedService[], signal?: AbortSignal): Promise<void> {
  for (const { imageId, pinned } of services) {
    const colon = pinned.lastIndexOf(':');
    await engine.ask((docker, abortSignal) => docker.getImage(imageId).tag({ repo: pinned.slice(0, colon), tag: pinned.slice(colon + 1), abortSignal }), signal);
  }
}

/** Takes the names away; an image that has no other name and no container goes with its last one. */
export async function unpin(engine: Engine, services: readonly RememberedService[]): Promise<void> {
  for (const { pinned } of services) {
    try {
      await engine.ask((docker) => docker.getImage(pinned).remove({ force: true }), undefined, 60_000);
    } catch (error) {
      if (!(error instanceof Failure) || !/no such/i.test(error.message)) throw error;
    }
  }
}

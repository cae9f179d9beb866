// Removes volumes one by one by name, each only while the engine says that it is still the one that was planned and that
// nobody has it mounted, and looks again afterwards: no answer of the engine is taken for proof (C8).

import { mayNotRemove, type DoomedVolume } from '#core/storage/plan-destroy.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askVolume } from '#host/storage/ask-storage.ts';

/** How the removal of volumes ended. */
export interface RemovedVolumes {
  readonly removed: readonly string[];
  /** What is still there, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

export interface RemoveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called before each is removed, and waited for. */
  readonly before?: ((volume: DoomedVolume) => Promise<void> | void) | undefined;
}

/** Milliseconds for one removal. */
const removalLimit = 120_000;

/** The volumes as they are now. Nobody may write from here on: then each is known again by when it was made. */
export function asTheyAre(engine: Engine, volumes: readonly DoomedVolume[], signal?: AbortSignal): Promise<readonly DoomedVolume[]> {
  return Promise.all(volumes.map(async (volume) => ({ ...volume, createdAt: (await askVolume(engine, volume.name, signal))?.createdAt })));
}

/**
 * What was gone before counts as removed.
 * @throws Failure where the engine goes away, and the signal's reason when cancelled; what went until then is gone.
 */
export async function removeVolumes(engine: Engine, volumes: readonly DoomedVolume[], { signal, before }: RemoveOptions = {}): Promise<RemovedVolumes> {
  const refused = new Map<string, string>();
  for (const volume of volumes) {
    signal?.throwIfAborted();
    await before?.(volume);
    const why = mayNotRemove(volume, await askVolume(engine, volume.name, signal)) ?? await removeVolume(engine, volume.name, signal);
    if (why !== undefined) refused.set(volume.name, why);
  }
  const still = await Promise.all(volumes.map(async ({ name }) => [name, await askVolume(engine, name, signal) !== undefined] as const));
  return {
    removed: still.flatMap(([name, there]) => (there ? [] : [name])),
    left: still.flatMap(([name, there]) => (there ? [{ name, why: refused.get(name) ?? 'the engine removed it, and has it again' }] : [])),
  };
}

/** Why the engine will not (409: it is mounted); undefined where it did, or it was gone. Never by force. */
export function removeVolume(engine: Engine, name: string, signal?: AbortSignal): Promise<string | undefined> {
  return engine.ask(async (docker) => {
    try {
      await docker.getVolume(name).remove({ force: false });
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !('statusCode' in error)) throw error;
      if (error.statusCode === 404) return undefined;
      if (error.statusCode === 409 || error.statusCode === 500) return error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
      throw error;
    }
  }, signal, removalLimit);
}

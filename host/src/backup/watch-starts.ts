// Notices a container that is started or resumed while data that it has mounted is replaced: the engine protects nothing (A11).

import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { ContainerMount } from '#core/outside.ts';
import { Failure } from '#core/failure.ts';
import { helperLabel } from '#host/backup/helper-settings.ts';
import { inspect } from '#host/backup/quiesce.ts';
import type { Engine } from '#host/engine/engine.ts';
import { cutLines } from '#host/process/lines.ts';

export interface StartsWatch {
  /** Aborted with a Failure `volume-in-use` that names who was started. */
  readonly signal: AbortSignal;
  dispose(): void;
}

interface StartEvent {
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

/** Begins to watch; resolves when nothing that happens afterwards is missed. */
export async function watchStarts(engine: Engine, usesIt: (container: { readonly mounts: readonly ContainerMount[] }) => boolean): Promise<StartsWatch> {
  const found = new AbortController();
  const life = new AbortController();
  const stream = await engine.ask((docker) => docker.getEvents({ filters: { type: ['container'], event: ['start', 'unpause'] }, abortSignal: life.signal })) as Readable;
  const look = async ({ Actor }: StartEvent): Promise<void> => {
    if (Actor?.ID === undefined || helperLabel in (Actor.Attributes ?? {})) return;
    const container = await inspect(engine, Actor.ID);
    if (container !== undefined && usesIt({ mounts: mountsOf(container) })) {
      found.abort(new Failure('volume-in-use', `${container.Name.replace(/^\//, '')} was started while what it uses was replaced`));
    }
  };
  const lines = cutLines((line) => {
    if (!line.startsWith('{')) return;
    look(JSON.parse(line) as StartEvent).catch((error: unknown) => { if (!life.signal.aborted) found.abort(error); });
  });
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => lines.write(String(chunk)));
  // An engine that goes away ends what is done with it as well.
  stream.on('error', () => undefined);
  return {
    signal: found.signal,
    dispose() {
      life.abort();
      stream.destroy();
    },
  };
}

/** What a container has mounted, as core speaks of it. */
export function mountsOf({ Mounts }: Pick<Dockerode.ContainerInspectInfo, 'Mounts'>): readonly ContainerMount[] {
  return Mounts.map(({ Type, Name, Source, Destination, RW }) => ({
    type: Type, source: Type === 'volume' ? Name ?? '' : Source, target: Destination, readOnly: !RW,
  }));
}

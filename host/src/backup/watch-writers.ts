// Notices who begins to write while data is read that should hold still: a container that somebody starts or resumes, and a
// new one that mounts a volume. Containers can be gone again before anybody looks, so the engine's events tell.

import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Held } from '#core/backup/hold.ts';
import type { FilePath } from '#core/outside.ts';
import { isInside } from '#core/project/path.ts';
import { helperLabel } from '#core/storage/facts.ts';
import { inspect, isStill } from '#host/backup/quiesce.ts';
import type { Engine } from '#host/engine/engine.ts';
import { cutLines } from '#host/process/lines.ts';

export interface Watched {
  readonly hold: readonly Held[];
  /** By the engine's names. */
  readonly volumes: readonly string[];
  /** Host paths; a container that mounted one and is gone again is not noticed. */
  readonly binds?: readonly FilePath[] | undefined;
  /** Containers that are known to write, and were told of. */
  readonly known: ReadonlySet<string>;
}

export interface WritersWatch {
  /** Who wrote or could, each in a sentence; nobody cancels it. Empty where all held still. */
  end(): Promise<readonly string[]>;
  dispose(): void;
}

/** Milliseconds that an event may take from the engine to us. */
const onItsWay = 100;

interface WriterEvent {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

/** Begins to watch; resolves when nothing that happens afterwards is missed. */
export async function watchWriters(engine: Engine, { hold, volumes, binds = [], known }: Watched, signal?: AbortSignal): Promise<WritersWatch> {
  const life = new AbortController();
  const filters = { type: ['container' as const, 'volume' as const], event: ['start', 'unpause', 'mount'] };
  const stream = await engine.ask((docker) => docker.getEvents({ filters, abortSignal: life.signal }), signal) as Readable;
  const seen: WriterEvent[] = [];
  let broke = false;
  const lines = cutLines((line) => { if (line.startsWith('{')) seen.push(JSON.parse(line) as WriterEvent); });
  const reading = (async () => {
    stream.setEncoding('utf8');
    for await (const chunk of stream) lines.write(String(chunk));
    broke = true;
  })().catch(() => { broke = !life.signal.aborted; });
  const dispose = (): void => {
    life.abort();
    stream.destroy();
  };

  async function findings(): Promise<readonly string[]> {
    const found = new Set<string>();
    if (broke) found.add('the engine stopped telling who starts');
    for (const { Type, Action, Actor } of seen) {
      const id = Type === 'volume' ? Actor?.Attributes?.['container'] ?? '' : Actor?.ID ?? '';
      const held = hold.find((each) => each.id === id);
      if (Type === 'container' && held !== undefined) found.add(`${held.name} was ${Action === 'unpause' ? 'resumed' : 'started'}`);
      if (Type === 'container' && held === undefined && !known.has(id) && binds.length > 0) {
        const container = await inspect(engine, id);
        const mounted = container?.Mounts.find((mount) => mount.Type === 'bind' && mount.RW && binds.some((path) => isInside(path, mount.Source) || isInside(mount.Source, path)));
        if (container !== undefined && mounted !== undefined) found.add(`${container.Name.replace(/^\//, '')} mounted ${mounted.Source}`);
      }
      if (Type !== 'volume' || held !== undefined || known.has(id) || Actor?.Attributes?.['read/write'] !== 'true' || !volumes.includes(Actor.ID ?? '')) continue;
      const container = await inspect(engine, id);
      if (container !== undefined && helperLabel in (container.Config.Labels ?? {})) continue;
      // Our own read what they read only; a stranger may be gone already.
      found.add(`${container === undefined ? 'a container that is gone already' : container.Name.replace(/^\//, '')} mounted the volume ${Actor.ID}`);
    }
    for (const held of hold) {
      const now = await inspect(engine, held.id);
      if (now !== undefined && !isStill(now, held.how)) found.add(`${held.name} is ${now.State.Status}`);
    }
    return [...found];
  }

  return {
    async end() {
      try {
        // What has just happened is on its way.
        await delay(onItsWay);
        return await findings();
      } finally {
        dispose();
        await reading;
      }
    },
    dispose,
  };
}

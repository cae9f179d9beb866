// Tells which volumes went away while somebody looks on, however that was done: `docker compose down --volumes` and `docker volume
// rm` ask nobody. What Composure itself removes holds the lock of its project meanwhile, and is no loss.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { projectOf, type VolumeFacts } from '#core/storage/facts.ts';
import { isHeld } from '#host/backup/lock.ts';
import type { Engine } from '#host/engine/engine.ts';

type Seen = Pick<VolumeFacts, 'name' | 'labels'>;

/** What went between two looks at an engine. */
export interface VolumeLoss {
  /** The engine's own id. */
  readonly engine: string;
  readonly before: readonly Seen[];
  readonly after: readonly Seen[];
  /** Those that events named: one of them may be there again, and be another. */
  readonly told: readonly string[];
}

/** Milliseconds in which the events of one command are taken together. */
const gathering = 500;

/**
 * Calls `lost` after each loss, until the engine closes the stream, the connection breaks or the signal aborts: then it resolves.
 * @throws Failure where the engine does not answer.
 */
export async function watchLosses(engine: Engine, lost: (loss: VolumeLoss) => void, signal: AbortSignal): Promise<void> {
  const id = await engine.id(signal);
  const stream = await engine.ask((docker) => docker.getEvents({ filters: { type: ['volume'], event: ['create', 'destroy'] }, abortSignal: signal }), signal) as Readable;
  let before = await seen(engine, signal);
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let failed: (error: unknown) => void = () => undefined;
  const look = async (): Promise<void> => {
    const names = [...told];
    told.clear();
    const [was, after] = [before, await seen(engine, signal)];
    before = after;
    if (names.length > 0 && !signal.aborted) lost({ engine: id, before: was, after, told: names });
  };
  const hear = async (line: string): Promise<void> => {
    const { action, name } = eventOf(line);
    const project = projectOf(before.find((volume) => volume.name === name) ?? { labels: {} });
    if (name !== undefined && action === 'destroy' && project !== undefined && !await isHeld({ engine: id, project })) told.add(name);
    timer ??= setTimeout(() => {
      timer = undefined;
      look().catch(failed);
    }, gathering);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      failed = reject;
      const lines = createInterface({ input: stream });
      lines.on('line', (line) => { hear(line).catch(reject); });
      for (const end of ['end', 'close', 'error']) stream.on(end, () => resolve());
      // It passes on what goes wrong with the stream.
      lines.on('error', () => resolve());
    });
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

async function seen(engine: Engine, signal: AbortSignal): Promise<readonly Seen[]> {
  const { Volumes: volumes } = await engine.ask((docker, abortSignal) => docker.listVolumes({ abortSignal }), signal);
  // The labels of a volume that has none are null.
  return (volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: (Labels as Record<string, string> | null) ?? {} }));
}

/** An event as the engine writes it; nothing of a line that is none. */
function eventOf(line: string): { readonly action: string | undefined; readonly name: string | undefined } {
  try {
    const { Action: action, Actor: actor } = JSON.parse(line) as { readonly Action?: string; readonly Actor?: { readonly ID?: string } };
    return { action, name: actor?.ID };
  } catch (error) {
    if (error instanceof SyntaxError) return { action: undefined, name: undefined };
    throw error;
  }
}

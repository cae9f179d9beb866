// Tells when what live rules go by may have changed beside the projects' containers: any container takes or gives back
// ports, and networks, volumes and images come and go. It does not say what: whoever hears it asks for the facts anew.

import type { Readable } from 'node:stream';
import type { Engine } from '#host/engine/engine.ts';

const types = ['container', 'network', 'volume', 'image'] as const;
const events = ['start', 'die', 'create', 'destroy', 'pull', 'load', 'tag', 'untag', 'delete'] as const;

/**
 * Calls `stirred` for each happening, until the engine closes the stream, the connection breaks or the signal aborts: then
 * the promise resolves.
 * @throws Failure where the engine does not answer.
 */
export async function followStirrings(engine: Engine, stirred: () => void, signal: AbortSignal): Promise<void> {
  const stream = await engine.ask((docker) => docker.getEvents({ filters: { type: [...types], event: [...events] }, abortSignal: signal }), signal) as Readable;
  await new Promise<void>((resolve) => {
    stream.on('data', stirred);
    for (const end of ['end', 'close', 'error']) stream.on(end, () => resolve());
  });
}

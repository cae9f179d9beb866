// Reads the engine's event stream: one JSON object per line. It knows how an event is written, and neither asks for the
// stream nor judges what an event means.

import type { Readable } from 'node:stream';
import { Failure } from '#core/failure.ts';
import { cutLines } from '#host/process/lines.ts';
import { belongs, projectLabel } from '#host/engine/container-facts.ts';

/** Something that happened to a project's container. */
export interface EngineEvent {
  /** `start`, `die`, `health_status: healthy`, … */
  readonly action: string;
  readonly containerId: string;
  readonly project: string;
  /** Milliseconds since 1970 by the engine's clock. */
  readonly time: number;
}

/**
 * The actions that can change a container's facts. The engine sends no others: three `exec_*` events for each probe of a
 * health check would be most of the stream (C4). `health_status` stands for `health_status: healthy` and its like (D1).
 */
export const watchedActions = [
  'create', 'start', 'restart', 'die', 'stop', 'kill', 'oom', 'pause', 'unpause', 'rename', 'update', 'destroy', 'health_status',
] as const;

/** The events of projects' containers as they come; one-off containers' and lines that are no event are left out. */
export async function* readEvents(stream: Readable): AsyncGenerator<EngineEvent> {
  const events: EngineEvent[] = [];
  const lines = cutLines((line) => {
    const event = readEvent(line);
    if (event !== undefined) events.push(event);
  });
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    lines.write(String(chunk));
    yield* events.splice(0);
  }
}

interface EventLine {
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
  readonly timeNano?: number;
}

function readEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  const { Action, Actor, timeNano = 0 } = parse(line);
  if (Action === undefined || Actor?.ID === undefined || !belongs(Actor.Attributes ?? null)) return undefined;
  return { action: Action, containerId: Actor.ID, project: Actor.Attributes?.[projectLabel] ?? '', time: Math.floor(timeNano / 1e6) };
}

function parse(line: string): EventLine {
  try {
    return JSON.parse(line) as EventLine;
  } catch (error) {
    throw new Failure('engine-unreachable', 'the engine sent a line that is no event', { cause: error });
  }
}

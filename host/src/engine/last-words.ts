// What a container wrote last. Where a plan goes back, or a copy is taken away, the container that failed goes too, and its
// logs with it: they are asked for before.

import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

const mostLines = 200;

/** Milliseconds: whoever waits for it wants to go on. */
const patience = 3000;

/** What colours a terminal or moves its cursor. */
// oxlint-disable-next-line no-control-regex
const steering = /\u001b\[[\d;?]*[A-Za-z]/g;

/**
 * The last lines, with standard output and errors as they came; none where the engine cannot tell them.
 * @throws the signal's reason when cancelled.
 */
export async function askLastWords(engine: Engine, id: string, signal?: AbortSignal): Promise<readonly string[]> {
  try {
    return await engine.ask(async (docker, abortSignal) => {
      const container = docker.getContainer(id);
      const [{ Config }, logs] = await Promise.all([
        container.inspect({ abortSignal }),
        container.logs({ stdout: true, stderr: true, follow: false, tail: mostLines, abortSignal }),
      ]);
      const text = (Config.Tty ? logs : withoutHeaders(logs)).toString('utf8').trimEnd();
      return text === '' ? [] : text.split(/\r?\n/).map((line) => line.replaceAll(steering, ''));
    }, signal, patience);
  } catch (error) {
    // Some log drivers keep nothing that could be read.
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** Each piece comes behind a header of 8 bytes that ends with its length (Docker Engine API, ContainerAttach). */
function withoutHeaders(stream: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= stream.length;) {
    const end = at + 8 + stream.readUInt32BE(at + 4);
    pieces.push(stream.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

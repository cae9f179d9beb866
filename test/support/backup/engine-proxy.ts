// A socket between the product and the engine that stands for a bad line: archives that stream from the engine can be cut off,
// held up or slowed down. All else passes.

import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '#host/engine/engine.ts';

export interface Line {
  /** Bytes of an archive after which something happens. */
  readonly after: number;
  /** Undefined where the line is cut; else it goes on when this resolves. */
  readonly meanwhile?: (() => Promise<unknown>) | undefined;
  /** Bytes a second; as fast as it goes if left out. */
  readonly rate?: number | undefined;
}

export interface EngineProxy {
  readonly engine: Engine;
  /** How often something happened to an archive. */
  times(): number;
  remove(): Promise<void>;
}

/** Only the first archive that is long enough is hit. */
export async function engineProxy(real: Engine, line: Line): Promise<EngineProxy> {
  const { connection } = await real.endpoint();
  if (connection.kind !== 'unix') throw new Error('the engine of the tests has no socket');
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-proxy-'));
  const socketPath = path.join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  let times = 0;
  const server = createServer((near) => {
    const far = connect(connection.socketPath);
    let isArchive = false;
    let bytes = 0;
    const gone = new Promise((resolve) => { near.once('close', resolve); });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { sockets.delete(one); other.destroy(); });
    }
    near.on('data', (chunk) => {
      const text = String(chunk.subarray(0, 200));
      if (/^[A-Z]+ \//.test(text)) {
        isArchive = /^GET \S*\/archive\?/.test(text);
        bytes = 0;
      }
      if (!far.write(chunk)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
    const pass = async (): Promise<void> => {
      for await (const chunk of far as AsyncIterable<Buffer>) {
        if (isArchive) {
          bytes += chunk.length;
          if (line.rate !== undefined) await delay(chunk.length / line.rate * 1000);
          if (bytes > line.after && times === 0) {
            times = 1;
            if (line.meanwhile === undefined) {
              near.destroy();
              far.destroy();
              return;
            }
            await line.meanwhile();
          }
        }
        if (!near.write(chunk)) await Promise.race([new Promise((resolve) => { near.once('drain', resolve); }), gone]);
        if (near.destroyed) return;
      }
      near.end();
    };
    pass().catch(() => near.destroy());
  });
  await new Promise<void>((resolve) => { server.listen(socketPath, resolve); });
  const engine = new Engine({ endpoint: { address: `unix://${socketPath}`, context: undefined, connection: { kind: 'unix', socketPath } } });
  return {
    engine,
    times: () => times,
    async remove() {
      engine.dispose();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => { server.close(resolve); });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// What has to be there before a walkthrough begins, beside the example itself: what the machine and the past of a story brings.

import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { docker } from '../docker/docker.ts';
import { ensureEngine } from '../docker/engine.ts';
import { ensureStandIns } from './stand-in/images.ts';
import { Walk, type Aliases } from './walk.ts';

export interface Stage {
  readonly walk: Walk;
  /** Takes away all that was made, and all that the walk has started. */
  clear(): Promise<void>;
}

/** Sets the stage for the walk through an example. */
export async function setStage(example: string): Promise<Stage> {
  if (example === 'observability-stack') return observabilityStack(example);
  const walk = await Walk.begin(example);
  return { walk, clear: () => walk.end() };
}

/** It has run for months, with logs of two services; and somebody else on the machine has taken Grafana's port. */
async function observabilityStack(example: string): Promise<Stage> {
  const engine = await ensureEngine();
  const tag = await ensureStandIns();
  const first = await freeRow(11);
  const ports = Array.from({ length: 11 }, (_, index) => [String(18630 + index), String(first + index)] as const);
  const aliases: Aliases = new Map([[example, `${example}-${randomBytes(3).toString('hex')}`], ...ports]);
  const walk = await Walk.begin(example, aliases);
  const env = path.join(walk.folder, '.env');
  await writeFile(env, (await readFile(env, 'utf8')).replaceAll(/(?<=_VERSION=).*/g, tag));
  const logs = path.join(walk.folder, 'data/loki/chunks');
  await mkdir(logs, { recursive: true });
  await writeFile(path.join(logs, 'services'), '{"status":"success","data":["orders","payments"]}\n');
  const other = createServer().listen(first, '127.0.0.1');
  return {
    walk,
    async clear() {
      other.close();
      await docker('compose', '--project-directory', walk.folder, 'down', '--volumes', '--timeout', '0');
      await walk.end();
      await engine.stop();
    },
  };
}

/** The first of so many ports in a row, of five digits each, that nobody listens on now; none that the system gives to whoever asks for any. */
async function freeRow(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(20_000, 32_700);
    const servers: Server[] = [];
    try {
      for (let port = first; port < first + count; port += 1) {
        const server = createServer().listen(port, '127.0.0.1');
        servers.push(server);
        await once(server, 'listening');
      }
      return first;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    } finally {
      await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
    }
  }
}

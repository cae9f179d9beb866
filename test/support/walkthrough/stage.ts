// What has to be there before a walkthrough begins, beside the example itself: what the machine and the past of a story brings.

import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { docker } from '../docker/docker.ts';
import { ensureEngine, type Engine } from '../docker/engine.ts';
import { ensureTestImage } from '../docker/image.ts';
import { ensureStandIns } from './stand-in/images.ts';
import { Walk } from './walk.ts';

export interface Stage {
  readonly walk: Walk;
  /** Takes away all that was made, and all that the walk has started. */
  clear(): Promise<void>;
}

/** Sets the stage for the walk through an example. */
export async function setStage(example: string): Promise<Stage> {
  if (example === 'observability-stack') return observabilityStack(example);
  if (example === 'ops-platform-broken') return opsPlatform(example);
  const walk = await Walk.begin(example);
  return { walk, clear: () => walk.end() };
}

/** Its images are built upon one that is there. */
async function opsPlatform(example: string): Promise<Stage> {
  const engine = await ensureEngine();
  const image = await ensureTestImage();
  // With health checks that look four times as often it takes a fourth of the time.
  const walk = await Walk.begin(example, new Map([[example, nameFor(example)], ['interval: 2s', 'interval: 500ms'], ...await freePorts(18480, 12)]));
  await writeFile(path.join(walk.folder, '.env'), `BASE_IMAGE=${image}\n`);
  return { walk, clear: () => clear(walk, engine) };
}

/** It has run for months, with logs of two services; and somebody else on the machine has taken Grafana's port. */
async function observabilityStack(example: string): Promise<Stage> {
  const engine = await ensureEngine();
  const tag = await ensureStandIns();
  const ports = await freePorts(18630, 11);
  const walk = await Walk.begin(example, new Map([[example, nameFor(example)], ...ports]));
  const env = path.join(walk.folder, '.env');
  await writeFile(env, (await readFile(env, 'utf8')).replaceAll(/(?<=_VERSION=).*/g, tag));
  const logs = path.join(walk.folder, 'data/loki/chunks');
  await mkdir(logs, { recursive: true });
  await writeFile(path.join(logs, 'services'), '{"status":"success","data":["orders","payments"]}\n');
  const other = createServer().listen(Number(ports[0]?.[1]), '127.0.0.1');
  return {
    walk,
    async clear() {
      other.close();
      await clear(walk, engine);
    },
  };
}

/** A project's name that nobody else has on this engine. */
function nameFor(example: string): string {
  return `${example}-${randomBytes(3).toString('hex')}`;
}

async function clear(walk: Walk, engine: Engine): Promise<void> {
  const name = path.basename(walk.folder);
  await docker('compose', '--project-name', name, 'down', '--volumes', '--timeout', '0');
  const images = await docker('image', 'ls', '--quiet', `${name}-*`);
  if (images !== '') await docker('image', 'rm', '--force', ...images.split('\n'));
  await walk.end();
  await engine.stop();
}

/** So many ports of the page, and for them as many in a row that nobody listens on now; none that the system gives to whoever asks for any. */
async function freePorts(shown: number, count: number): Promise<readonly (readonly [shown: string, real: string])[]> {
  for (;;) {
    const first = randomInt(20_000, 32_700);
    const servers: Server[] = [];
    try {
      for (let port = first; port < first + count; port += 1) {
        const server = createServer().listen(port, '127.0.0.1');
        servers.push(server);
        await once(server, 'listening');
      }
      return servers.map((_, index) => [String(shown + index), String(first + index)] as const);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    } finally {
      await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
    }
  }
}

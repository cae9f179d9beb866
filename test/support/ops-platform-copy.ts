// A copy of the Ops platform example that can run beside any other: with a name, ports and images of its own.

import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { docker } from './docker/docker.ts';

export interface OpsPlatformCopy {
  /** Its last part is the project's name. */
  readonly folder: string;
  /** Where the gateway answers on this machine. */
  readonly port: number;
  /** Takes away all that ran of it, and the files. */
  remove(): Promise<void>;
}

const repository = path.resolve(import.meta.dirname, '../..');

/** Makes the copy; `probes` is how long the health checks wait between two looks, in place of the example's 2 s. */
export async function copyOpsPlatform(probes = '2s'): Promise<OpsPlatformCopy> {
  const parent = await mkdtemp(path.join(tmpdir(), 'composure-ops-'));
  const folder = path.join(parent, `ops-platform-${randomBytes(3).toString('hex')}`);
  await cp(path.join(repository, 'examples/ops-platform'), folder, { recursive: true });
  await writeFile(path.join(folder, '.env'), 'BASE_IMAGE=composure-test/busybox:1\n');
  // In the order of the example: what opens in a browser is the lowest one.
  const [port = 0, other = 0] = (await freePorts(2)).toSorted((a, b) => a - b);
  for (const file of ['docker-compose.dev.yml', 'docker-compose.clean.yml']) {
    const text = await readFile(path.join(folder, file), 'utf8');
    await writeFile(path.join(folder, file), text.replace('18480', String(port)).replace('18481', String(other)).replace('interval: 2s', `interval: ${probes}`));
  }
  return {
    folder,
    port,
    async remove() {
      await docker('compose', '--project-directory', folder, '--file', path.join(folder, 'docker-compose.dev.yml'), 'down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '0');
      await rm(parent, { recursive: true, force: true });
    },
  };
}

/** Ports that nobody listens on now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

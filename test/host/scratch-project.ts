// A Compose project of a test's own: a folder with its files and a name that no other project has. It is taken away with
// all that was made in it, through the docker client and never through the product.

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { docker } from '../support/docker/docker.ts';

export interface ScratchProject {
  readonly name: string;
  readonly directory: FilePath;
  /** An environment of some of the project's files, by default of `compose.yaml`. */
  environment(name?: string, files?: readonly string[]): Environment;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the folder. Each file gets the project's name at its top. */
export async function scratchProject(files: Readonly<Record<string, string>>, folderName = 'project'): Promise<ScratchProject> {
  const name = `composure-${randomBytes(6).toString('hex')}`;
  const scratch = await mkdtemp(path.join(tmpdir(), 'composure-host-'));
  const directory = path.join(scratch, folderName);
  await mkdir(directory);
  const write = (file: string, text: string): Promise<void> => (
    writeFile(path.join(directory, file), /\.ya?ml$/.test(file) ? `name: ${name}\n${text}` : text)
  );
  for (const [file, text] of Object.entries(files)) await write(file, text);
  return {
    name,
    directory,
    write,
    environment: (environment = 'default', own = ['compose.yaml']) => ({
      name: environment, mode: 'other', directory, files: own.map((file) => path.join(directory, file)), envFiles: [], profiles: [],
    }),
    async remove() {
      await docker('compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0');
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** The lines of a service that does nothing and ends at once when it is told to. */
export const idle = `
    image: composure-test/busybox:1
    command: sleep 1000
    stop_signal: SIGKILL`;

/** Waits until something holds, looking every 20 ms; fails with what was seen last. */
export async function until<T>(what: string, look: () => T | Promise<T>, holds: (seen: T) => boolean, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}; seen last: ${JSON.stringify(seen, undefined, 1)}`);
    await delay(20);
  }
}

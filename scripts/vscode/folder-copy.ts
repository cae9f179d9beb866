// A copy of examples/ in a temporary folder, so that what a suite or a person
// does to it leaves the repository as it was.
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { root } from '../bundles.ts';

export interface FolderCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

export function copyExamples(): Promise<FolderCopy> {
  return copyFolder(join(root, 'examples'));
}

/** Copies a folder under its own name, which the compose project takes as its name too. */
export async function copyFolder(source: string, name = basename(source)): Promise<FolderCopy> {
  const parent = await mkdtemp(join(await realpath(tmpdir()), 'composure-copy-'));
  const folder = join(parent, name);
  await cp(source, folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

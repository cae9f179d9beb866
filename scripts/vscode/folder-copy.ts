// Workspaces in temporary folders, copied from examples/ or made of texts, so
// that what a suite does to them leaves the repository as it was.
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { root } from '../bundles.ts';

export interface FolderCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

export function copyExamples(): Promise<FolderCopy> {
  return copyFolder(join(root, 'examples'));
}

/** Copies a folder under its own name, which compose takes for the project's name. */
export async function copyFolder(source: string): Promise<FolderCopy> {
  const copy = await emptyFolder(basename(source));
  await cp(source, copy.folder, { recursive: true });
  return copy;
}

/** Makes a folder of these texts, each under its path; a path that ends in a slash is a folder. */
export async function makeFolder(texts: Readonly<Record<string, string>>): Promise<FolderCopy> {
  const copy = await emptyFolder('workspace');
  for (const [path, text] of Object.entries(texts)) {
    const place = join(copy.folder, path);
    await mkdir(path.endsWith('/') ? place : dirname(place), { recursive: true });
    if (!path.endsWith('/')) await writeFile(place, text);
  }
  return copy;
}

async function emptyFolder(name: string): Promise<FolderCopy> {
  const parent = await mkdtemp(join(await realpath(tmpdir()), 'composure-copy-'));
  const folder = join(parent, name);
  await mkdir(folder);
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

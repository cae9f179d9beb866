// Whether services can write into folders of this disk. It reads and never writes.

import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import type { FolderState } from '#core/doctor/facts.ts';
import type { FilePath } from '#core/outside.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** `makesForRoot`: whether the engine would make a missing folder for root while this user is not root. */
export async function folderStates(paths: Iterable<FilePath>, makesForRoot: boolean): Promise<readonly FolderState[]> {
  return Promise.all([...paths].map(async (path) => ({ path, state: await stateOf(toOsPath(path), makesForRoot) })));
}

async function stateOf(path: string, makesForRoot: boolean): Promise<FolderState['state']> {
  try {
    const { uid, mode } = await stat(path);
    const refusal = await access(path, constants.W_OK).then(() => undefined, codeOf);
    if (refusal === 'EROFS') return 'read-only';
    // Data that is there belongs to the service's user, and is nobody else's to write. An empty folder of root's is what the engine makes.
    const isRootsAlone = process.platform === 'linux' && uid === 0 && (mode & constants.S_IWOTH) === 0 && process.getuid?.() !== 0;
    return isRootsAlone && (await readdir(path)).length === 0 ? 'roots' : 'ready';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return makesForRoot ? 'root-makes' : 'missing';
    return 'unknown';
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

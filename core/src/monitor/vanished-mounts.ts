// Bind mounts whose source has gone from the disk while the container runs: it works on with what it still has open, and
// finds an empty folder after its next start.

import type { Cancellation, ContainerFacts, ContainerMount, FileSystem } from '#core/outside.ts';

/**
 * Those of a container that runs. Silent where this disk may not be the engine's (a virtual machine, a dev container,
 * another host): what tells that it is, is the project's folder, of which the container's label has the path.
 */
export async function vanishedMounts({ state, mounts, workingDirectory }: ContainerFacts, files: FileSystem, cancellation: Cancellation): Promise<readonly ContainerMount[]> {
  const isUp = state === 'running' || state === 'paused' || state === 'restarting';
  const binds = mounts.filter(({ type }) => type === 'bind');
  if (!isUp || binds.length === 0 || workingDirectory === undefined || await files.stat(workingDirectory) !== 'directory') return [];
  const gone: ContainerMount[] = [];
  for (const mount of binds) {
    if (await files.stat(mount.source) === undefined) gone.push(mount);
    cancellation.throwIfAborted();
  }
  return gone;
}

// The names by which the product keeps the images of a project's working states: a suite takes its own away again.

import { docker } from './docker.ts';

/** The names, in order. */
export async function pinsOf(project: string): Promise<readonly string[]> {
  const listed = await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', '--filter', `reference=composure/${project}/*`);
  return listed.split('\n').filter((name) => name !== '').toSorted();
}

/** Takes the names away, and with them the images that have no other. */
export async function removePins(project: string): Promise<void> {
  for (const name of await pinsOf(project)) await docker('image', 'rm', '--force', name);
}

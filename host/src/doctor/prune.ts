// Gives back room that the engine uses for what can be made again: never for containers, volumes or images with a name.

import type { Prunable } from '#core/doctor/check.ts';
import { Failure } from '#core/failure.ts';
import { environmentFor, type Endpoint } from '#host/engine/endpoint.ts';
import { run } from '#host/process/run.ts';

const commands: Readonly<Record<Prunable, readonly string[]>> = {
  'build-cache': ['builder', 'prune', '--force'],
  'dangling-images': ['image', 'prune', '--force'],
};

/**
 * Prunes on this very engine, and tells what Docker says of it: `Total reclaimed space: 1.2GB`.
 * @throws Failure where Docker refuses, and the signal's reason when cancelled.
 */
export async function prune(what: Prunable, endpoint: Endpoint, command = 'docker', signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, commands[what], { directory: '/', environment: environmentFor(endpoint), signal });
  const lines = (exitCode === 0 ? stdout : stderr).split('\n').filter((line) => line.trim() !== '');
  if (exitCode !== 0) throw new Failure('command-failed', lines.at(-1) ?? `docker ended with exit code ${exitCode}`, { exitCode, lastLines: lines.slice(-8) });
  return (lines.at(-1) ?? '').replaceAll(/\s+/g, ' ');
}

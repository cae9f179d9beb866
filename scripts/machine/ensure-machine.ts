// Makes sure that the machine has what a script needs, each need by its name.
// What cannot be installed ends the program with one line: nothing is skipped.
import { ensureCodeServer } from './code-server.ts';
import { ensureComposePlugin } from './compose-plugin.ts';
import { browser, dockerClient, dockerDaemon, ensureRequirements, staticBusybox } from './system-packages.ts';
import type { Requirement } from './system-packages.ts';
import { succeeds } from '../run-program.ts';

/** compose: `docker compose`, no engine. engine: a Docker engine, running or to be started. */
export type Need = 'compose' | 'engine' | 'browser' | 'editor';

export async function ensureMachine(needs: readonly Need[]): Promise<void> {
  await ensureRequirements(await requirementsOf(needs));
  if (needs.includes('compose')) await ensureComposePlugin();
  if (needs.includes('editor')) await ensureCodeServer();
}

async function requirementsOf(needs: readonly Need[]): Promise<Requirement[]> {
  const requirements: Requirement[] = [];
  if (needs.includes('compose') || needs.includes('engine')) requirements.push(dockerClient);
  if (needs.includes('engine')) {
    requirements.push(staticBusybox);
    if (!(await succeeds('docker', ['version', '--format', '{{.Server.Version}}']))) requirements.push(...dockerDaemon);
  }
  if (needs.includes('browser')) requirements.push(browser);
  return requirements;
}

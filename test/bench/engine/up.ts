// From `up` to "all services are healthy": `composure up` beside `docker compose up --wait`, in turn, on the Ops platform.
// Composure prints its result then, and afterwards remembers what runs as the last working state.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { docker } from '../../support/docker/docker.ts';
import { removePins } from '../../support/docker/pins.ts';
import { copyOpsPlatform } from '../../support/ops-platform-copy.ts';
import { ms, percentile } from '../figures.ts';

const command = path.resolve(import.meta.dirname, '../../../dist/cli.js');

/** Each of both that often, who begins changing from turn to turn. */
export async function measureUp(turns: number): Promise<readonly Readonly<Record<string, string | number>>[]> {
  const [ops, states] = [await copyOpsPlatform(), await mkdtemp(path.join(tmpdir(), 'composure-bench-'))];
  const compose = ['compose', '--project-directory', ops.folder, '--file', path.join(ops.folder, 'docker-compose.dev.yml')];
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    await docker(...compose, 'build', '--quiet');
    const measured = async (program: string, args: readonly string[]): Promise<number> => {
      await docker(...compose, 'down', '--timeout', '0');
      return timeOf(program, args, { ...process.env, COMPOSURE_STATE_FOLDER: states });
    };
    for (let turn = 0; turn < turns; turn += 1) {
      const us = async (): Promise<void> => { ours.push(await measured(process.execPath, [command, 'up', '--environment', 'dev', '--directory', ops.folder])); };
      const them = async (): Promise<void> => { theirs.push(await measured('docker', [...compose, 'up', '--detach', '--wait'])); };
      for (const one of turn % 2 === 0 ? [us, them] : [them, us]) await one();
    }
  } finally {
    await removePins(path.basename(ops.folder));
    await ops.remove();
    await rm(states, { recursive: true, force: true });
  }
  const ratio = percentile(ours, 0.5) / percentile(theirs, 0.5);
  const row = (what: string, times: readonly number[]): Readonly<Record<string, string | number>> => (
    { command: what, runs: times.length, 'fastest': ms(Math.min(...times)), 'p50': ms(percentile(times, 0.5)), slowest: ms(Math.max(...times)) }
  );
  return [{ ...row('composure up', ours), ratio: ratio.toFixed(3), aim: 1.05 }, { ...row('docker compose up --wait', theirs), ratio: 1, aim: '' }];
}

/** Until the result is there: what is written to the standard output, else the end. */
function timeOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    let told: number | undefined;
    child.stdout.on('data', () => { told ??= performance.now(); });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve((told ?? performance.now()) - from) : reject(new Error(`${program} ${args.join(' ')} ended with ${status}: ${said}`))));
  });
}

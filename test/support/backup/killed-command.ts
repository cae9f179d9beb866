// Runs the shipped command and kills its process, by SIGKILL, when so many lines stand in its journal, or it says something, and some
// time has passed.

import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledCommand } from '../command-bundle.ts';

export interface Moment {
  /** Steps in the journal at which the clock begins; 0 is the start of the process. */
  readonly steps: number;
  readonly milliseconds: number;
  /** What it prints as progress when the clock begins, where that is sooner. */
  readonly said?: string | undefined;
}

export interface KilledCommand {
  /** False where it had ended by itself. */
  readonly isKilled: boolean;
  /** The last step in the journal when it died; undefined where there was no journal. */
  readonly step: string | undefined;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  /** How many steps it wrote. */
  readonly steps: number;
}

/** Without a moment it is not killed. */
export async function runKilled(args: readonly string[], cwd: string, states: string, moment?: Moment): Promise<KilledCommand> {
  const operations = path.join(states, 'operations');
  await mkdir(operations, { recursive: true });
  const before = (await stepsIn(operations)).length;
  const began = performance.now();
  const child = spawn(process.execPath, ['--', await bundledCommand(), ...args], { cwd, env: { ...process.env, COMPOSURE_STATE_FOLDER: states, NODE_OPTIONS: undefined }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said.stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    if (moment?.said !== undefined && said.stderr.includes(moment.said)) arm(Infinity);
  });
  let most: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const arm = (steps: number): void => {
    if (moment === undefined || timer !== undefined || steps < moment.steps) return;
    if (moment.milliseconds === 0) child.kill('SIGKILL');
    timer = setTimeout(() => child.kill('SIGKILL'), moment.milliseconds);
  };
  const watcher = watch(operations, () => {
    void stepsIn(operations).then((steps) => {
      if (steps.length > most.length) most = steps;
      arm(steps.length - before);
    });
  });
  arm(0);
  const [status, signal] = await new Promise<readonly [number | null, string | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, name) => resolve([code, name]));
  });
  clearTimeout(timer);
  watcher.close();
  const left = await stepsIn(operations);
  const isKilled = signal === 'SIGKILL';
  // One that was killed after its journal was closed leaves none.
  const step = left.length > 0 ? left.at(-1) ?? 'begun' : most.length > before ? 'over' : undefined;
  return { isKilled, step, status, ...said, milliseconds: performance.now() - began, steps: Math.max(most.length, left.length) - before };
}

/** The steps of all journals of a folder; a project of one suite has one at most. */
async function stepsIn(operations: string): Promise<readonly string[]> {
  const steps: string[] = [];
  for (const name of (await readdir(operations)).toSorted()) {
    const text = await readFile(path.join(operations, name), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const [, step] = /^\{"step":"([a-z-]+)"/.exec(line) ?? [];
      if (step !== undefined) steps.push(step);
    }
  }
  return steps;
}

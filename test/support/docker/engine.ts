// A Docker engine for the suites: the one that runs already, or one started
// for this run and stopped with it. Whatever was found running stays running.
// A started one begins with nothing: what an earlier run left behind (a
// network that takes an address, a volume) can be in nobody's way.
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { docker } from './docker.ts';

export interface Engine {
  /** True if this run started it, and must therefore stop it. */
  readonly started: boolean;
  /** Where a started engine writes its log until it is stopped. */
  readonly log?: string;
  /** Stops exactly the engine that was started; does nothing to one that was found. */
  stop(): Promise<void>;
}

const startSeconds = 60;
const stopSeconds = 30;

/** The running engine, or a new one that answers. */
export async function ensureEngine(): Promise<Engine> {
  if (await answers()) return { started: false, stop: async () => {} };
  return startEngine();
}

async function startEngine(): Promise<Engine> {
  const folder = await mkdtemp(join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), 'composure-engine-'));
  const log = join(folder, 'dockerd.log');
  const output = openSync(log, 'a');
  const program = existsSync('/usr/sbin/dockerd') ? '/usr/sbin/dockerd' : 'dockerd';
  // A session of its own, so that Ctrl-C in the terminal reaches the engine only through stop().
  // A pid file of its own, because one left behind by a crash can name a process of today.
  const child = spawn(program, ['--pidfile', join(folder, 'dockerd.pid'), '--data-root', join(folder, 'data')], { detached: true, stdio: ['ignore', output, output] });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(`exit ${code ?? signal}`));
  });
  let end: string | undefined;
  void ended.then((reason) => { end = reason; });

  const stop = async () => {
    if (end !== undefined) return;
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1000);
    await ended;
    clearTimeout(killer);
  };
  const deadline = Date.now() + startSeconds * 1000;
  while (!(await answers())) {
    if (end !== undefined || Date.now() > deadline) {
      await stop();
      throw new Error(`dockerd did not start (${end ?? `no answer in ${startSeconds} s`}), its log ${log} ends with:\n${lastLines(log)}`);
    }
    await delay(200);
  }
  child.unref();
  return { started: true, log, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) };
}

function answers(): Promise<boolean> {
  return docker('version', '--format', '{{.Server.Version}}').then(() => true, () => false);
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}

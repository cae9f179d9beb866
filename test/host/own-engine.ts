// A second Docker engine that belongs to one test: it may be stopped and started again without harm to anybody else.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { docker } from '../support/docker/docker.ts';
import { findProgram } from '../../scripts/machine/find-program.ts';

export interface OwnEngine {
  /** As DOCKER_HOST names it. */
  readonly address: string;
  readonly socketPath: string;
  start(): Promise<void>;
  /** Ends the engine as its init system would. */
  stop(): Promise<void>;
  /** Takes away all that it has. */
  remove(): Promise<void>;
}

/** Makes an engine without networks that is not started yet. */
export async function ownEngine(): Promise<OwnEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-own-'));
  const at = (name: string): string => path.join(folder, name);
  const address = `unix://${at('docker.sock')}`;
  const program = findProgram('dockerd');
  if (program === undefined) throw new Error('dockerd is not installed');
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(at('log'), 'a');
    // A network namespace of its own: an engine without a bridge deletes `docker0`, also when another engine made it.
    const child = spawn('unshare', [
      '--net', program ?? '', '--host', address, '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid'),
      '--bridge', 'none', '--iptables=false', '--ip-forward=false', '--storage-driver', 'vfs',
    ], { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    running = child;
    for (let tries = 0; !(await answers()); tries += 1) {
      if (tries > 150 || child.exitCode !== null) {
        await stop();
        throw new Error(`dockerd does not answer; its log ends with ${(await readFile(at('log'), 'utf8')).slice(-2000)}`);
      }
      await delay(200);
    }
  }

  async function stop(): Promise<void> {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(killer);
  }

  const answers = (): Promise<boolean> => docker('--host', address, 'version').then(() => true, () => false);

  return {
    address,
    socketPath: at('docker.sock'),
    start,
    stop,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

// How long a person waits in a terminal for what only looks: the doctor, and the health of twenty services.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyOpsPlatform } from '../../support/ops-platform-copy.ts';
import { ms, percentile } from '../figures.ts';
import { startMany } from './project.ts';

const command = path.resolve(import.meta.dirname, '../../../dist/cli.js');

export async function measureDoctor(): Promise<Readonly<Record<string, string | number>>> {
  const ops = await copyOpsPlatform();
  try {
    return { command: 'composure doctor', ...timed(['doctor', '--environment', 'dev', '--directory', ops.folder]), 'aim': 3000 };
  } finally {
    await ops.remove();
  }
}

export async function measureHealth(): Promise<Readonly<Record<string, string | number>>> {
  const made = await startMany(20, `
    image: composure-test/busybox:1
    command: sh -c "echo ok > /www/health && exec httpd -f -p 80 -h /www"
    stop_signal: SIGKILL
    ports: ["127.0.0.1::80"]
    healthcheck: { test: wget -q -O /dev/null http://localhost/health, interval: 5s }`);
  try {
    for (const deadline = Date.now() + 60_000; run(['health', '--directory', made.directory]) !== 0;) {
      if (Date.now() > deadline) throw new Error('the twenty services were not healthy within a minute');
      await delay(500);
    }
    return { command: 'composure health (20 services)', ...timed(['health', '--directory', made.directory]), 'aim': 2000 };
  } finally {
    await made.remove();
  }
}

function timed(args: readonly string[]): Readonly<Record<string, string | number>> {
  const times: number[] = [];
  let status: number | null = null;
  for (let turn = 0; turn < 7; turn += 1) {
    const from = performance.now();
    status = run(args);
    times.push(performance.now() - from);
  }
  return { 'p50': ms(percentile(times, 0.5)), slowest: ms(Math.max(...times)), exit: status ?? 'none' };
}

function run(args: readonly string[]): number | null {
  return spawnSync(process.execPath, [command, ...args], { stdio: 'ignore' }).status;
}

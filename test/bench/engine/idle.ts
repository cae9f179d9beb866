// What the extension takes while nobody does anything: the CPU of the extension host and of the language server over a
// minute, with the sidebar open on fifty containers.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { idle } from '../../host/scratch-project.ts';
import { Workbench } from '../../support/vscode/workbench.ts';
import { startMany } from './project.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const containers = 50;

/** Rows of the table; or why there are none. */
export async function measureIdle(seconds: number): Promise<readonly Readonly<Record<string, string | number>>[] | string> {
  if (!existsSync(path.join(root, '.cache/code-server/node_modules/code-server'))) return 'not measured: npm test installs the editor that this needs';
  const made = await startMany(containers, `${idle}\n    healthcheck: { test: "true", interval: 30s }`);
  try {
    const text = readFileSync(path.join(made.directory, 'compose.yaml'), 'utf8');
    const workbench = await Workbench.open({ workspace: { 'compose.yaml': text }, file: 'compose.yaml' });
    try {
      await workbench.sidebar.open();
      await workbench.sidebar.treeItem(/running, 50 of 50 services healthy/).waitFor({ timeout: 120_000 });
      await delay(10_000);
      const before = processes();
      await delay(seconds * 1000);
      const after = processes();
      return after.map(({ name, pid, cpu, memory }) => {
        const used = cpu - (before.find((one) => one.pid === pid)?.cpu ?? 0);
        return { process: name, containers, seconds, 'CPU ms': used.toFixed(0), 'CPU %': (used / seconds / 10).toFixed(2), 'RSS MB': memory };
      });
    } finally {
      await workbench.close();
    }
  } finally {
    await made.remove();
  }
}

interface Process {
  readonly name: string;
  readonly pid: number;
  /** Milliseconds that it has computed since its start. */
  readonly cpu: number;
  readonly memory: string;
}

/** The extension host and the language server below this process. */
function processes(): readonly Process[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
      return [{ pid: Number(pid), parent: Number(stat[1]), cpu: (Number(stat[11]) + Number(stat[12])) * 10, line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '), status: readFileSync(`/proc/${pid}/status`, 'utf8') }];
    } catch (error) {
      // It has ended since it was listed.
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
      throw error;
    }
  });
  const isBelow = (pid: number): boolean => pid === process.pid || (pid > 1 && isBelow(all.find((one) => one.pid === pid)?.parent ?? 0));
  return all.filter(({ pid }) => isBelow(pid)).flatMap(({ pid, cpu, line, status }) => {
    const name = line.includes('--type=extensionHost') ? 'extension host' : line.includes('dist/server.js') ? 'language server' : undefined;
    return name === undefined ? [] : [{ name, pid, cpu, memory: (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024).toFixed(0) }];
  });
}

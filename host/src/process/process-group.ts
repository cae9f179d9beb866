// Ends a child process together with everything that it has started. It knows process ids and nothing else.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks at a group that was asked to end. */
const pollInterval = 20;

/** Milliseconds that the system gets to clear away a killed group. */
const clearance = 1000;

/**
 * Asks the child's process group to end, kills what is left of it after the grace, and resolves when it is gone. The
 * child must have been spawned `detached` (except on Windows, where its tree is killed at once: there is no asking).
 */
export async function endGroup(child: ChildProcess, grace: number): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') return killTree(pid);
  signalGroup(pid, 'SIGTERM');
  if (await isGone(pid, grace)) return;
  signalGroup(pid, 'SIGKILL');
  await isGone(pid, clearance);
}

async function isGone(pid: number, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (signalGroup(pid, 0) && await hasLiving(pid)) {
    if (Date.now() >= deadline) return false;
    await delay(pollInterval);
  }
  return true;
}

/**
 * Whether a member of the group is more than an entry that nobody has cleared away: in a container whose first process
 * does not care for orphans such entries stay, and can be signalled, for ever. Told on Linux only.
 */
async function hasLiving(group: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(processes.map((name) => readFile(`/proc/${name}/stat`, 'latin1').then((stat) => {
    // The name before these fields may hold anything, a closing bracket too.
    const [state = '', , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(processGroup) === group && !'ZX'.includes(state);
    // It has ended meanwhile.
  }, () => false)));
  return members.includes(true);
}

/** Whether the group was there to be signalled. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    // Something of the group runs as another user: it is there, and not ours to end.
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    throw error;
  }
}

async function killTree(pid: number): Promise<void> {
  const program = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  const killer = spawn(program, ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
  await new Promise<void>((resolve) => killer.once('error', () => resolve()).once('exit', () => resolve()));
}

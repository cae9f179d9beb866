// Tells whether a process that wrote its number down still runs. A number is given again after a while, so where the system
// tells when a process began, that is compared too.

import { readFile } from 'node:fs/promises';

export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own count; undefined where that is not told. */
  readonly start: string | undefined;
}

/** Whether the process runs, on this machine. One that may not be asked runs. */
export async function isAlive({ pid, start }: ProcessIdentity): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
  }
  const { started, isZombie } = await said(pid);
  return !isZombie && (start === undefined || started === undefined || started === start);
}

/** When this process began. */
export async function ownStart(): Promise<string | undefined> {
  return (await said(process.pid)).started;
}

/** Linux alone writes it down where it costs nothing to read: field 22 of `stat`, behind a name that may hold anything. */
async function said(pid: number): Promise<{ readonly started: string | undefined; readonly isZombie: boolean }> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { started: fields[19], isZombie: fields[0] === 'Z' };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { started: undefined, isZombie: false };
    throw error;
  }
}

// Runs a command and tells how long it took, what CPU time and what memory its own process needed: read from /proc while it
// runs, so that the engine's work is not counted as its own.

import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface Figures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory that it held. */
  readonly megabytes: number;
  readonly output: string;
}

export interface Files {
  /** A file that is its standard input. */
  readonly input?: string;
  /** A file that gets its standard output. */
  readonly output?: string;
}

const ticksPerSecond = 100;

/** @throws where it does not end with 0. */
export async function measure(command: readonly string[], { input, output }: Files = {}): Promise<Figures> {
  const [program = '', ...args] = command;
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let cpuSeconds = 0;
  let megabytes = 0;
  const look = (): void => {
    const seen = lookAt(child.pid ?? 0);
    if (seen === undefined) return;
    cpuSeconds = seen.cpuSeconds;
    megabytes = seen.megabytes;
  };
  const timer = setInterval(look, 50);
  let errors = '';
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => { errors = (errors + chunk.toString()).slice(-2_000); });
  const fed = input === undefined ? child.stdin.end() : pipeline(createReadStream(input, { highWaterMark: 1024 * 1024 }), child.stdin);
  const written = output === undefined ? child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString(); }) : pipeline(child.stdout, createWriteStream(output));
  const code = await new Promise<number | null>((resolve, reject) => { child.on('error', reject).on('close', resolve); });
  clearInterval(timer);
  await Promise.all([fed, written]);
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${errors}${printed}`);
  return { seconds, cpuSeconds, megabytes, output: printed };
}

function lookAt(pid: number): Pick<Figures, 'cpuSeconds' | 'megabytes'> | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // After the name, which may hold blanks: the 14th and 15th fields are ticks in user and system mode.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const peak = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    if (peak === undefined) return undefined;
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, megabytes: Number(peak) / 1024 };
  } catch (error) {
    // It has ended in between.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return undefined;
    throw error;
  }
}

// Runs other programs for the scripts: argument arrays only, output shown or
// captured, and a failure that names the program and its last words.
import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether what is captured holds the standard error too. */
  readonly errors?: boolean;
}

export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
}

/** Runs a program with its output shown; rejects unless it exits with 0. */
export async function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<void> {
  const code = await exitCode(file, args, options);
  if (code !== 0) throw new ProgramFailed(`${file} ${args.join(' ')} ended with exit code ${code}`);
}

/** Runs a program with its output shown and returns its exit code. */
export function exitCode(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...childOptions(options), stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => reject(new ProgramFailed(`${file} cannot be run: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program silently and returns what it printed; a failure carries the last lines of its output. */
export function captureProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...childOptions(options), stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => { out.push(chunk); all.push(chunk); });
    child.stderr.on('data', (chunk: Buffer) => all.push(chunk));
    child.on('error', (error) => reject(new ProgramFailed(`${file} cannot be run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) return resolve(Buffer.concat(options.errors === true ? all : out).toString());
      const lastLines = Buffer.concat(all).toString().trimEnd().split('\n').slice(-15).join('\n');
      reject(new ProgramFailed(`${file} ${args.join(' ')} ended with exit code ${code}\n${lastLines}`));
    });
  });
}

/** True if the program exists and exits with 0. */
export function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return captureProgram(file, args).then(() => true, () => false);
}

function childOptions({ cwd, env }: ProgramOptions) {
  return { cwd, env: { ...process.env, ...env } };
}
